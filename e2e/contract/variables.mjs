/** A case names a variable that no earlier answer gave. */
export class MissingVariable extends Error {
  constructor(name) {
    super(`needs "${name}", which no earlier answer gave`)
  }
}

function read(variables, name) {
  if (!Object.hasOwn(variables, name)) throw new MissingVariable(name)
  return variables[name]
}

/** Replaces `{{name}}` in all texts and keys; a text that is nothing but one variable becomes its value, a number stays a number. */
export function fill(value, variables) {
  if (typeof value === 'string') {
    const whole = /^\{\{(\w+)\}\}$/.exec(value)?.[1]
    return whole === undefined ? value.replaceAll(/\{\{(\w+)\}\}/g, (_, name) => String(read(variables, name))) : read(variables, whole)
  }
  if (Array.isArray(value)) return value.map((each) => fill(each, variables))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [fill(key, variables), fill(each, variables)]))
}
