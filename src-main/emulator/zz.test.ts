import { it } from 'vitest'
import { generateAccounts } from './generate'
import { Account } from './account'
it('p', () => {
  const t0 = performance.now()
  const a = new Account(generateAccounts({seed:500,accounts:1,customers:[500],people:50})[0]!)
  const t1 = performance.now()
  let n=0
  for (const c of a.customers) n += a.workspace(c).members.length
  process.stderr.write(`gen ${t1-t0} ws ${(performance.now()-t1)/500} each ${n}\n`)
})
