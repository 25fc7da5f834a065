import type { ApiClient, CallOptions } from '../../api/client'
import { AppError, appError, type AppErrorJson } from '../../contract/errors'
import type { CustomerId } from '../../contract/ids'
import type { MigrationProof } from '../../contract/migration'
import { compareWhole, type WholeCustomer } from '../../domain/migration/proof'
import { newId } from '../../domain/new-id'
import type { JobDeps } from '../deps'
import { namesFrom } from '../names'
import { troubleOf } from '../trouble'
import { askDry } from './ask-dry'
import { readWhole } from './read-customer'

/** So many differences are kept with a proof. */
const MOST = 200

/** Says of an account that its proof begins; until it ends the account is locked. */
export function beginProof({ store, clock, author }: JobDeps, accountId: ApiClient['accountId'], customerId: CustomerId): void {
  store.roleMigration.saveProof(accountId, {
    verdict: 'running', customRole: false, customerId, customer: namesFrom(store).customer(accountId, customerId), startedAt: clock.now(), endedAt: null, by: author, compared: [], differences: [], differenceCount: 0, error: null,
  }, null)
}

/**
 * Reads a customer whole, sends it a dry run (and one for a custom role, where these may be migrated and it has one), and reads it whole again (product 61). What was
 * read before is on disk before the dry run leaves. Throws what concerns the whole account before it left; after that the verdict is kept, whatever happens.
 */
export async function prove(deps: JobDeps, client: ApiClient, customer: CustomerId, options: CallOptions): Promise<void> {
  const { store, random } = deps
  const { proof, customRoles } = store.roleMigration.account(client.accountId)
  if (proof?.verdict !== 'running') return
  const before = await readWhole(deps, client, customer, options)
  if (before.legacyRoles === null) return end(deps, client, proof, before, null, NO_LEGACY)
  const role = customRoles ? (before.legacyRoles[0] ?? null) : null
  const tried: MigrationProof = { ...proof, customRole: role !== null }
  store.inLedger(() => store.roleMigration.saveProof(client.accountId, tried, before))
  let error: AppErrorJson | null = null
  try {
    const run = newId(random)
    const { collaborators } = await askDry(deps, client, customer, null, run, options)
    // Where nobody would be converted, nothing could be seen either.
    if (collaborators.length === 0) error = NOBODY
    if (role !== null) await askDry(deps, client, customer, { id: role.id, name: role.name }, run, options)
  } catch (thrown) {
    if (options.signal.aborted || !(thrown instanceof AppError)) throw thrown
    error = thrown.json
  }
  end(deps, client, tried, before, await readWhole(deps, client, customer, options), error)
}

/** Takes up a proof in whose midst the app ended: what is there now is held against what was read before; without an answer that is never a proof. */
export async function takeUpProof(deps: JobDeps, client: ApiClient, options: CallOptions): Promise<void> {
  const { proof } = deps.store.roleMigration.account(client.accountId)
  const before = deps.store.roleMigration.proofBefore(client.accountId)
  if (proof?.verdict !== 'running') return
  let [after, error]: [WholeCustomer | null, AppErrorJson] = [null, ENDED]
  try {
    if (before !== null) after = await readWhole(deps, client, proof.customerId, options)
  } catch (thrown) {
    // What cannot be read for a reason of the customer cannot be compared later either.
    if (options.signal.aborted || !(thrown instanceof AppError) || troubleOf(thrown) !== null) throw thrown
    error = thrown.json
  }
  end(deps, client, proof, before, after, error)
}

/** The proof came to nothing for a reason of the customer or of its reading. To be called inside a transaction. */
export function failProof(deps: JobDeps, client: ApiClient, error: AppErrorJson): void {
  const { proof } = deps.store.roleMigration.account(client.accountId)
  if (proof?.verdict === 'running') keepEnd(deps, client, proof, null, null, error)
}

function end(deps: JobDeps, client: ApiClient, proof: MigrationProof, before: WholeCustomer | null, after: WholeCustomer | null, error: AppErrorJson | null): void {
  deps.store.inLedger(() => keepEnd(deps, client, proof, before, after, error))
}

/** To be called inside a transaction. */
function keepEnd({ store, clock }: JobDeps, client: ApiClient, proof: MigrationProof, before: WholeCustomer | null, after: WholeCustomer | null, error: AppErrorJson | null): void {
  const { compared, differences } = before === null || after === null ? { compared: [], differences: [] } : compareWhole(before, after)
  const verdict = differences.length > 0 ? 'changed' : error === null && after !== null ? 'proven' : 'unproven'
  store.roleMigration.saveProof(client.accountId, { ...proof, verdict, endedAt: clock.now(), compared: [...compared], differences: differences.slice(0, MOST), differenceCount: differences.length, error }, null)
}

const NO_LEGACY = appError('BAD_INPUT', 'This customer is migrated already.', 'A dry run there would show nothing. Choose a customer that still has legacy roles.').json
const NOBODY = appError('BAD_INPUT', 'Nobody in this customer holds a role that would be converted.', 'A dry run that was no dry run could not be seen there. Choose a customer whose people hold system roles.').json
const ENDED = appError('CANCELLED', 'Rolodesk ended in the midst of the proof.', 'It is not known what was answered. Make the proof anew.').json
