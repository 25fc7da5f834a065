import { useI18n } from 'vue-i18n'

/** A duration in ms as hours and minutes, or minutes and seconds; what is longer than a second is never told as nothing. */
export function durationParts(ms: number): { readonly key: 'hoursMinutes' | 'minutesSeconds' | 'onlySeconds'; readonly big: number; readonly small: number } {
  const seconds = Math.max(1, Math.round(ms / 1000))
  if (seconds < 60) return { key: 'onlySeconds', big: 0, small: seconds }
  if (seconds < 3600) return { key: 'minutesSeconds', big: Math.floor(seconds / 60), small: seconds % 60 }
  const minutes = Math.round(seconds / 60)
  return { key: 'hoursMinutes', big: Math.floor(minutes / 60), small: minutes % 60 }
}

/** Says a duration in ms: "about 6 h 57 min". For use in a component's setup. */
export function useDurationWords(): (ms: number) => string {
  const { t } = useI18n()
  return (ms) => {
    const { key, big, small } = durationParts(ms)
    return t(`duration.${key}`, { big, small })
  }
}
