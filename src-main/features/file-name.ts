/** A name of the data, without what no file may be called. */
export function inFileName(name: string): string {
  return name.replace(/[^\p{L}\p{N} .-]/gu, ' ').replace(/\s+/g, ' ').trim().slice(0, 60)
}
