/** Data centers of the Embedded API with their origins (contract 1.1). `custom` takes the URL that the user confirms. */
export const DATA_CENTERS = {
  us: { name: 'United States', origin: 'https://www.workato.com' },
  eu: { name: 'Europe', origin: 'https://app.eu.workato.com' },
  jp: { name: 'Japan', origin: 'https://app.jp.workato.com' },
  sg: { name: 'Singapore', origin: 'https://app.sg.workato.com' },
  au: { name: 'Australia', origin: 'https://app.au.workato.com' },
  il: { name: 'Israel', origin: 'https://app.il.workato.com' },
  cn: { name: 'China', origin: 'https://app.workatoapp.cn' },
} as const

export type DataCenter = keyof typeof DATA_CENTERS | 'custom'
export const DATA_CENTER_KEYS = [...(Object.keys(DATA_CENTERS) as (keyof typeof DATA_CENTERS)[]), 'custom'] as const satisfies readonly DataCenter[]
