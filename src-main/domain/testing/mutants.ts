/** A planted defect of the planner: a text that occurs once in a file, and what stands there instead. */
export interface Mutant { readonly name: string; readonly file: string; readonly find: string; readonly put: string }

const mutant = (name: string, file: string, find: string, put: string): Mutant => ({ name, file, find, put })

/** Each breaks a promise of the design in one way; the checks of the planner must see all of them. */
export const MUTANTS: readonly Mutant[] = [
  mutant('a conflict is sent', 'plan/decide.ts', "return { verdict: 'conflict', remote }", "return { verdict: 'send', remote }"),
  mutant('what is already so is sent', 'plan/decide.ts', "return { verdict: 'already', remote }", "return { verdict: 'send', remote }"),
  mutant('a merge is called a plain change', 'plan/decide.ts', "kind.merges(intent, customer) ? 'merge' : 'send'", "'send'"),
  mutant('guards are not asked', 'plan/decide.ts', 'if (reason !== null) return', 'if (reason === undefined) return'),
  mutant('the last administrator goes', 'plan/decide.ts', 'adminReason(bereft.get(id))', 'adminReason(undefined)'),
  mutant('people who are removed are changed too', 'plan/decide.ts', "removed.has(id) ? { kind: 'removed-here' } : null", 'null'),
  mutant('an unread customer is taken for an empty one', 'plan/plan.ts', 'const customer = read.get(customerKey(intent))', 'const customer = read.get(customerKey(intent)) ?? [...read.values()][0]'),
  mutant('customers of two accounts are mixed up', 'plan/plan.ts', "return `${accountId}|${String(customerId)}`", 'return String(customerId)'),
  mutant('base is that of the last edit', 'staging/coalesce.ts', 'const { base } = first', 'const { base } = last'),
  mutant('the first wish is sent', 'staging/coalesce.ts', '{ ...last, base', '{ ...first, base'),
  mutant('neutral edits are sent', 'staging/coalesce.ts', 'all.filter((one) => !isNeutral(one))', 'all'),
  mutant('covered edits are forgotten', 'staging/coalesce.ts', 'chain.map(({ id }) => id)', '[chain[0].id]'),
  mutant('unchanged environments are not sent', 'intents/member-role.ts', 'remote !== null && !sendOnlyChanged', 'false'),
  mutant('unchanged environments take the base', 'intents/member-role.ts', 'wish === undefined ? remote : wish', "wish === undefined ? (intents[0].seen[environment] ?? remote) : wish"),
  mutant('the environment is not part of the target', 'intents/member-role.ts', "key: ({ target }) => `${String(target.memberId)}|${target.environment}`", 'key: ({ target }) => String(target.memberId)'),
  mutant('one request for each cell', 'intents/member-role.ts', 'bundle: ({ target }) => String(target.memberId)', 'bundle: ({ id }) => id'),
  mutant('people of a customer share a request', 'intents/member-role.ts', 'bundle: ({ target }) => String(target.memberId)', "bundle: () => 'all'"),
  mutant('groups share a request', 'intents/group-member.ts', 'bundle: ({ target, wish }) => `${target.groupId}|${String(wish)}`', "bundle: ({ wish }) => String(wish)"),
  mutant('adding and removing share a request', 'intents/group-member.ts', 'bundle: ({ target, wish }) => `${target.groupId}|${String(wish)}`', 'bundle: ({ target }) => target.groupId'),
  mutant('grants of two projects share a request', 'intents/project-grant.ts', "bundle: ({ target, wish }) => `${target.projectId}|${String(wish === null)}`", 'bundle: ({ wish }) => String(wish === null)'),
  mutant('a removed group member is an addition', 'intents/group-member.ts', "kind: wish ? 'group.add' : 'group.remove'", "kind: 'group.add'"),
  mutant('managers are not locked', 'guards/target.ts', "?.kind === 'manager' ? { kind: 'customer-manager' } : null", "?.kind === 'manager' ? null : null"),
  mutant('legacy roles are sent as new ones', 'guards/target.ts', "facts.accessModel === 'legacy' || legacy ?", 'facts.accessModel === \'legacy\' ?'),
  mutant('legacy customers are changed', 'guards/target.ts', "facts.accessModel === 'legacy' || legacy ?", 'legacy ?'),
  mutant('one may remove oneself', 'guards/own-access.ts', "ownEmails.has(emailKey(member.email)) ? { kind: 'own-access' } : null", "ownEmails.has(emailKey(member.email)) ? null : null"),
  mutant('addresses are compared with case', 'facts.ts', 'email.trim().toLowerCase()', 'email.trim()'),
  mutant('administrators of other environments count', 'guards/last-admin.ts', 'return isAdminRole(roleIn(member, environment))', 'return member.roles.some(({ roleName }) => isAdminRole(roleName))'),
  mutant('a guarded administrator still counts as gone', 'guards/last-admin.ts', 'if (before.size === 0 || adminsAfter', 'if (before.size === 1 || adminsAfter'),
  mutant('unknown roles are sent', 'guards/role.ts', "roleNames.has(roleName) ? null : { kind: 'unknown-role', roleName }", "roleNames.has(roleName) ? null : null"),
  mutant('reads are made for each request', 'plan/reads.ts', 'return [...new Map(reads.map((one) => [canonical(one), one])).values()]', 'return reads'),
  mutant('PROD is not counted', 'plan/plan.ts', "environment === 'prod'", "environment === 'test'"),
  mutant('undo wishes what was written', 'plan/inverse.ts', "base: intent.wish, wish: before as IntentOf<'member.role'>['wish']", "base: before as IntentOf<'member.role'>['wish'], wish: intent.wish"),
  mutant('no plan ever differs', 'plan/compare.ts', 'was !== null && is !== null && alike(was, is) ? []', 'was !== null || is !== null ? []'),
  mutant('the fingerprint leaves the remote values out', 'plan/plan.ts', 'verdict: item.verdict, remote: item.remote', 'verdict: item.verdict'),
]
