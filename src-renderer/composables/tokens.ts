import { onMounted, shallowRef, type ShallowRef } from 'vue'
import { useMutationObserver } from '@vueuse/core'

/** Values of design tokens as they are now, for what cannot use CSS variables; they follow theme and account. */
export function useTokens<Name extends string>(names: readonly Name[]): Readonly<ShallowRef<Readonly<Record<Name, string>>>> {
  const read = (): Record<Name, string> => {
    const style = getComputedStyle(document.documentElement)
    return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Record<Name, string>
  }
  const values = shallowRef(read())
  const refresh = (): void => void (values.value = read())
  onMounted(refresh)
  useMutationObserver(document.documentElement, refresh, { attributes: true, attributeFilter: ['data-theme', 'data-account-colour'] })
  return values
}
