/** The sections of the left rail that there are, by the start of their address. */
export type Section = 'customers' | 'people' | 'settings'

/** The section that an address belongs to. */
export function sectionOf(path: string): Section {
  if (path.startsWith('/people')) return 'people'
  return path.startsWith('/settings') ? 'settings' : 'customers'
}
