/** The sections of the left rail that there are, by the start of their address. */
export type Section = 'customers' | 'people' | 'managers' | 'matrix' | 'changes' | 'history' | 'settings'

/** The section that an address belongs to. */
export function sectionOf(path: string): Section {
  const first = path.split('/')[1]
  return first === 'people' || first === 'managers' || first === 'matrix' || first === 'changes' || first === 'history' || first === 'settings' ? first : 'customers'
}
