import { visibleText } from '@contract/plain-text'

/** A role in a narrow place: system roles of environments without the word that they all begin with. The whole name belongs into a title. */
export function shortRole(name: string): string {
  return visibleText(name.replace(/^Environment\s?(?=(?:Admin|Manager|Member)\b)/, ''))
}
