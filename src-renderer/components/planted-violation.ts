import '../../src-main/store/db'
