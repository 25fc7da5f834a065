/** A line for the person at the terminal; on stderr, so that stdout keeps only what a program may read. */
export function say(text) {
  process.stderr.write(`${text}\n`)
}

/** Ends the command with one line that says what happened and what to do. */
export function fail(text) {
  say(`error: ${text}`)
  process.exit(1)
}
