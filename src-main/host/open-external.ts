import { shell } from 'electron'
import { DATA_CENTERS } from '../contract/data-centers'
import { appError } from '../contract/errors'

const HOSTS = new Set([...Object.values(DATA_CENTERS).map(({ origin }) => new URL(origin).host), 'docs.workato.com', 'app.workato.com'])

/** The address in the form that may be opened, or null. */
export function allowedExternal(address: string): string | null {
  try {
    const url = new URL(address)
    const plain = url.protocol === 'https:' && url.username === '' && url.password === '' && url.port === ''
    return plain && HOSTS.has(url.hostname) ? url.href : null
  } catch {
    return null
  }
}

/** Opens an address of the allow-list in the system's browser. */
export async function openExternal(address: string): Promise<void> {
  const allowed = allowedExternal(address)
  if (allowed === null) throw appError('URL_NOT_ALLOWED', 'This address is not opened from here.', 'Only pages of Workato are.')
  await shell.openExternal(allowed)
}
