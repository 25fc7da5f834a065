import { createTheme, modalDark, popoverDark, switchDark, type GlobalTheme, type GlobalThemeOverrides } from 'naive-ui'
import type { Theme } from '@contract/themes'

/** Value of `html[data-theme]`. */
export type ShownTheme = 'light' | 'dark' | 'contrast-light' | 'contrast-dark'

/** The theme to show for a setting, where `systemDark` is what the system prefers. */
export function shownTheme(setting: Theme, systemDark: boolean): ShownTheme {
  if (setting === 'contrast') return systemDark ? 'contrast-dark' : 'contrast-light'
  if (setting === 'system') return systemDark ? 'dark' : 'light'
  return setting
}

// Only what is used: the library's own dark theme brings that of all its components into the bundle.
const darkTheme = createTheme([modalDark, popoverDark, switchDark])

/** Naive UI's base theme under ours. */
export function naiveBase(theme: ShownTheme): GlobalTheme | null {
  return theme === 'dark' || theme === 'contrast-dark' ? darkTheme : null
}

/** Naive UI computes with colours, so it gets the values of the tokens as they are now. */
export function naiveOverrides(element: Element): GlobalThemeOverrides {
  const style = getComputedStyle(element)
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim()
  return {
    common: {
      primaryColor: token('accent-solid'), primaryColorHover: token('accent-hover'), primaryColorPressed: token('accent-pressed'), primaryColorSuppl: token('accent-hover'),
      bodyColor: token('bg-surface'), cardColor: token('bg-surface'), modalColor: token('bg-raised'), popoverColor: token('bg-raised'), hoverColor: token('bg-hover'),
      textColorBase: token('text-1'), textColor1: token('text-1'), textColor2: token('text-1'), textColor3: token('text-2'), textColorDisabled: token('text-disabled'),
      borderColor: token('line'), dividerColor: token('line'), fontFamily: token('font-ui'), fontSize: '13px', fontWeightStrong: '600', lineHeight: '1.54',
      borderRadius: '4px', borderRadiusSmall: '3px', boxShadow1: token('elev-1'), boxShadow2: token('elev-2'), boxShadow3: token('elev-3'),
    },
    Popover: { padding: '8px' },
    Switch: { railColorActive: token('accent-solid'), railColor: token('line-strong'), buttonColor: token('bg-surface') },
  }
}
