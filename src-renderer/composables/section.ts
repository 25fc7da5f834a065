/** The sections of the left rail that there are, by the start of their address. */
export const SECTIONS = ['customers', 'people', 'matrix', 'roles', 'managers', 'migration', 'changes', 'history', 'settings'] as const
export type Section = (typeof SECTIONS)[number]

/** The section that an address belongs to. */
export function sectionOf(path: string): Section {
  const first = path.split('/')[1]
  return SECTIONS.find((section) => section === first) ?? 'customers'
}
