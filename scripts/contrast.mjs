// Prints the WCAG contrast ratio of every text, icon and line pair that the screens use, for every theme, and the
// smallest colour distance between two account colours for normal and colour-blind sight.
// Run: node scripts/contrast.mjs    (exits 1 when a pair misses its limit)
import { readFileSync } from 'node:fs'

const css = readFileSync(new URL('../src-renderer/theme/tokens.css', import.meta.url), 'utf8')
const themes = ['light', 'dark', 'contrast-light', 'contrast-dark']
const block = (theme) => {
  const start = css.indexOf(`[data-theme="${theme}"] {`)
  const body = css.slice(start, css.indexOf('\n}', start))
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]]))
}
const channel = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
const linear = (hex) => [1, 3, 5].map((i) => channel(parseInt(hex.slice(i, i + 2), 16) / 255))
const luminance = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b
const ratio = (a, b) => {
  const [x, y] = [luminance(linear(a)), luminance(linear(b))].sort((p, q) => q - p)
  return (x + 0.05) / (y + 0.05)
}

const grounds = ['bg-window', 'bg-surface', 'bg-raised', 'bg-header', 'bg-sunken', 'bg-chip', 'bg-hover', 'bg-stripe']
const pairs = []
const text = (fg, bgs) => bgs.forEach((bg) => pairs.push([fg, bg, 'text']))
const part = (fg, bgs) => bgs.forEach((bg) => pairs.push([fg, bg, 'part']))
text('text-1', [...grounds, 'bg-pressed', 'prod-soft', 'prod-tint', 'conflict-soft', 'failed-soft', 'done-soft', 'locked-soft'])
text('text-2', [...grounds, 'bg-pressed', 'prod-tint', 'prod-soft', 'conflict-soft', 'failed-soft'])
text('text-3', [...grounds, 'prod-tint', 'prod-soft', 'conflict-soft'])
text('overlay-tip-text', ['overlay-tip'])
text('mark-text', ['mark-bg'])
text('prod-text', ['bg-window', 'bg-surface', 'bg-raised', 'bg-header', 'bg-sunken', 'prod-soft', 'prod-tint'])
text('prod-on-solid', ['prod-solid'])
text('conflict-text', ['bg-window', 'bg-surface', 'bg-raised', 'bg-header', 'bg-hover', 'bg-sunken', 'conflict-soft', 'prod-tint'])
text('failed-text', ['bg-window', 'bg-surface', 'bg-raised', 'bg-header', 'bg-hover', 'bg-sunken', 'failed-soft', 'prod-tint'])
text('done-text', ['bg-window', 'bg-surface', 'bg-raised', 'bg-header', 'bg-hover', 'bg-sunken', 'done-soft', 'prod-tint'])
text('locked-text', ['locked-soft', 'locked-hatch', 'bg-surface'])
text('unknown-text', ['unknown-soft', 'bg-surface', 'bg-raised', 'prod-tint'])
part('line-strong', ['bg-surface', 'bg-window', 'bg-raised'])
part('prod-line', ['bg-surface', 'bg-header', 'bg-window', 'prod-soft', 'prod-tint'])
part('conflict-line', ['bg-surface', 'conflict-soft', 'prod-tint'])
part('failed-line', ['bg-surface', 'failed-soft'])
part('done-line', ['bg-surface', 'done-soft'])
part('unknown-line', ['bg-surface'])
part('chart-2', ['bg-surface', 'bg-raised'])
for (let n = 1; n <= 6; n++) {
  const a = (k) => `acct-${n}-${k}`
  text(a('on'), [a('solid'), a('hover'), a('pressed')])
  text(a('text'), ['bg-window', 'bg-surface', 'bg-raised', 'bg-header', 'bg-hover', 'bg-sunken', 'prod-tint', 'prod-soft', a('soft')])
  text('text-1', [a('soft')])
  text('text-2', [a('soft')])
  text('text-3', [a('soft')])
  text('prod-text', [a('soft')])
  text('conflict-text', [a('soft')])
  text('done-text', [a('soft')])
  part('prod-line', [a('soft')])
  part(a('solid'), ['bg-surface', 'bg-window', 'bg-raised', a('soft'), 'prod-tint'])
  part(a('line'), ['bg-surface', 'bg-window'])
  part(a('chart'), ['bg-surface'])
}

const matrix = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
}
const oklab = ([r, g, b]) => {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}
const seen = (m, rgb) => [0, 3, 6].map((i) => Math.min(1, Math.max(0, m[i] * rgb[0] + m[i + 1] * rgb[1] + m[i + 2] * rgb[2])))

let bad = 0
for (const theme of themes) {
  const t = block(theme)
  const high = theme.startsWith('contrast')
  console.log(`\n## ${theme}`)
  for (const [fg, bg, kind] of pairs) {
    const limit = kind === 'text' ? (high ? 7 : 4.5) : 3
    const r = ratio(t[fg], t[bg])
    const ok = r >= limit
    if (!ok) bad++
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${r.toFixed(2).padStart(5)} >= ${limit.toFixed(1)}  ${fg} ${t[fg]} on ${bg} ${t[bg]}`)
  }
  for (const [sight, m] of Object.entries(matrix)) {
    let least = [Infinity]
    for (let i = 1; i <= 6; i++)
      for (let j = 1; j < i; j++) {
        const [p, q] = [i, j].map((n) => oklab(seen(m, linear(t[`acct-${n}-solid`]))))
        const d = 100 * Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2])
        if (d < least[0]) least = [d, i, j]
      }
    const ok = least[0] >= 6
    if (!ok) bad++
    console.log(`${ok ? 'ok  ' : 'FAIL'} account colours, ${sight}: least distance ${least[0].toFixed(1)} (${least[1]} and ${least[2]}), limit 6`)
  }
}
console.log(`\n${bad === 0 ? 'all pairs pass' : `${bad} pairs fail`}`)
process.exitCode = bad ? 1 : 0
