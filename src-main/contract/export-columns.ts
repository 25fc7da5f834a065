// No schema here: the page needs these at run time, and schemas would make its start slower.

/** Columns that a table of the matrix can have, in the order in which they are written. A file can be imported again when it has the e-mail and the customer, by id, external id or name. */
export const EXPORT_COLUMNS = ['account', 'customerId', 'externalId', 'customer', 'person', 'email', 'dev', 'test', 'prod', 'edits', 'groups', 'lastActivity', 'findings'] as const
export type ExportColumn = (typeof EXPORT_COLUMNS)[number]
