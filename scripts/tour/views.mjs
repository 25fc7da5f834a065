import { join } from 'node:path'
import { ROOT } from '../lib/run.mjs'
import { say } from '../lib/say.mjs'

/** Where the pictures are kept. */
export const PICTURES = join(ROOT, 'artifacts', 'tour')

/** What the first element of a locator says, in one line. */
export const text = (locator) => locator.first().innerText().then((value) => value.replace(/\s+/g, ' ').trim())

/** How many views were as they should be, and the names of those that were not. */
export const result = { seen: 0, problems: [] }

/** Text that is cut off although nothing says that it may be: an element wider inside than outside. */
function cutOff() {
  const cut = []
  for (const element of document.querySelectorAll('h1, h2, h3, button, label, [role="columnheader"], [role="gridcell"], footer > *')) {
    const style = getComputedStyle(element)
    const shown = !element.matches('.sr') && element.getClientRects().length > 0 && style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis'
    if (shown && element.scrollWidth > element.clientWidth + 1) cut.push(element.textContent.trim().slice(0, 40))
  }
  return cut
}

/** Gives `view(name, steps, describe)` of a page: what to do to get there, what must be visible then, pictures in light and dark. */
export const viewsOf = (page) => async (name, steps, describe) => {
  try {
    await steps()
    const what = await describe()
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.waitForFunction((scheme) => document.documentElement.dataset.theme === scheme, colorScheme)
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
      await page.screenshot({ path: join(PICTURES, `${name}.${colorScheme}.png`) })
    }
    const cut = await page.evaluate(cutOff)
    if (cut.length > 0) throw new Error(`cut off: ${cut.slice(0, 5).join(' | ')}`)
    result.seen += 1
    say(`ok     ${name}: ${what}`)
  } catch (error) {
    result.problems.push(name)
    await page.screenshot({ path: join(PICTURES, `${name}.failed.png`) }).catch(() => undefined)
    say(`FAILED ${name}: ${error.message.split('\n')[0]}`)
  }
}
