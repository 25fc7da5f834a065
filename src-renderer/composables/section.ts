/** The sections of the left rail that there are, by the start of their address. */
export type Section = 'customers' | 'people' | 'matrix' | 'migration' | 'changes' | 'history' | 'settings'

/** The section that an address belongs to. */
export function sectionOf(path: string): Section {
  const first = path.split('/')[1]
  return first === 'people' || first === 'matrix' || first === 'migration' || first === 'changes' || first === 'history' || first === 'settings' ? first : 'customers'
}
