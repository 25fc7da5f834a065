import '@contract/../store/db'
