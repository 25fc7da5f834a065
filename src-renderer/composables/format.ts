const number = new Intl.NumberFormat('en')
const day = new Intl.DateTimeFormat('en', { year: 'numeric', month: 'short', day: 'numeric' })
const dayAndTime = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const shortDay = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' })
const monthAndYear = new Intl.DateTimeFormat('en', { month: 'short', year: 'numeric' })
const share = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 2 })
const rates = new Intl.NumberFormat('en', { style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 })
const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** A whole number with separators. */
export const formatNumber = (value: number): string => number.format(value)
/** A day, from UTC ms. */
export const formatDay = (ms: number): string => day.format(ms)
/** A time of day, from UTC ms. */
export const formatTime = (ms: number): string => clock.format(ms)
/** A day within a year, from UTC ms. */
export const formatShortDay = (ms: number): string => shortDay.format(ms)
/** A calendar month, from UTC ms or as the API spells it, `2026-11`. */
export function formatMonth(month: number | string): string {
  const [year, one] = typeof month === 'string' ? month.split('-').map(Number) : []
  return year === undefined || one === undefined ? monthAndYear.format(Number(month)) : monthAndYear.format(new Date(year, one - 1, 1))
}
/** A share of 0..1 as a percentage. */
export const formatShare = (value: number): string => share.format(value)
/** The same with always two decimals, where rates stand below each other. */
export const formatRate = (value: number): string => rates.format(value)

/** A moment, from UTC ms: the time of day for today, with the day earlier in this year, else the day alone. */
export function formatWhen(ms: number): string {
  const [then, now] = [new Date(ms), new Date()]
  if (then.toDateString() === now.toDateString()) return clock.format(ms)
  return then.getFullYear() === now.getFullYear() ? dayAndTime.format(ms) : day.format(ms)
}

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
