const number = new Intl.NumberFormat('en')
const day = new Intl.DateTimeFormat('en', { year: 'numeric', month: 'short', day: 'numeric' })
const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** A whole number with separators. */
export const formatNumber = (value: number): string => number.format(value)
/** A day, from UTC ms. */
export const formatDay = (ms: number): string => day.format(ms)
/** A time of day, from UTC ms. */
export const formatTime = (ms: number): string => clock.format(ms)

/** Words from an id as the API writes them: `google_sheets` is "Google Sheets". */
export function humanise(id: string): string {
  return id.replace(/^oem[_-]/, '').split(/[_\s-]+/).filter((word) => word !== '').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ')
}

/** Unit and count of a duration in ms, for a message with a plural. */
export function duration(ms: number): { readonly unit: 'seconds' | 'minutes' | 'hours'; readonly count: number } {
  const seconds = Math.max(1, Math.round(ms / 1000))
  if (seconds < 90) return { unit: 'seconds', count: seconds }
  if (seconds < 5400) return { unit: 'minutes', count: Math.round(seconds / 60) }
  return { unit: 'hours', count: Math.round(seconds / 3600) }
}
