import type { AccountRecord } from '../../contract/engine-protocol'
import { accountId, type AccountId } from '../../contract/ids'
import { accountShape, dataCenter, workspace } from '../../contract/methods/accounts'
import type { Db } from '../db'
import { parseJson } from '../parse-json'

interface Stored {
  id: string; kind: string; name: string; data_center: string; base_url: string; colour: number; shape: string
  token_place: string; workspace: string | null; created_at: number
}

const SAVE = `
  INSERT INTO accounts (id, kind, name, data_center, base_url, colour, shape, token_place, workspace, created_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET name = excluded.name, data_center = excluded.data_center, base_url = excluded.base_url,
    colour = excluded.colour, shape = excluded.shape, token_place = excluded.token_place, workspace = excluded.workspace`

/** Partner accounts without their tokens. */
export function accountsRepo(db: Db) {
  return {
    /** In the order in which they were added; one whose id was altered is none, since nothing of it would be found. */
    list: (): AccountRecord[] => db.all<Stored>('SELECT * FROM accounts ORDER BY created_at, id').filter(({ id }) => accountId.safeParse(id).success).map(toRecord),
    save: (record: AccountRecord): void => {
      const { id, kind, name, baseUrl, colour, shape, tokenPlace, createdAt } = record
      const owner = record.workspace === null ? null : JSON.stringify(record.workspace)
      db.run(SAVE, [id, kind, name, record.dataCenter, baseUrl, colour, shape, tokenPlace, owner, createdAt])
    },
    remove: (id: AccountId): void => void db.run('DELETE FROM accounts WHERE id = ?', [id]),
  }
}

/** What was altered to something that cannot be becomes what does least. */
function toRecord(row: Stored): AccountRecord {
  return {
    id: accountId.parse(row.id), kind: row.kind === 'sandbox' ? 'sandbox' : 'partner', name: row.name, dataCenter: dataCenter.catch('custom').parse(row.data_center),
    baseUrl: row.base_url, colour: row.colour, shape: accountShape.catch('circle').parse(row.shape),
    tokenPlace: row.token_place === 'keychain' || row.token_place === 'session' ? row.token_place : 'none',
    workspace: row.workspace === null ? null : workspace.nullable().catch(null).parse(parseJson(row.workspace)), createdAt: row.created_at,
  }
}
