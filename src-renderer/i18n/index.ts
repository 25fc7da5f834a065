import { createI18n } from 'vue-i18n'
import en from './en.json'

/** Every text that a person reads; English is the source. */
export const i18n = createI18n({ legacy: false, locale: 'en', fallbackLocale: 'en', messages: { en } })
