// What is measured inside a page.

/** Frame times in ms while an element is scrolled down for some seconds. */
export function scrollFrames([selector, seconds]) {
  const element = document.querySelector(selector)
  return new Promise((resolve) => {
    const frames = []
    let last = performance.now()
    const end = last + seconds * 1000
    const tick = (now) => {
      frames.push(now - last)
      last = now
      element.scrollTop += 60
      if (element.scrollTop + element.clientHeight >= element.scrollHeight - 1) element.scrollTop = 0
      if (now < end) requestAnimationFrame(tick)
      else resolve(frames.slice(5))
    }
    requestAnimationFrame(tick)
  })
}

/** Share of frames that are in time for 60 a second, with a little for the clock. */
export const inTime = (frames) => frames.filter((ms) => ms <= 17.5).length / frames.length

/** Presses a key so often and gives the times in ms from each to the frame after the one in which `changed`, an expression of the page, is another. */
export async function keyTimes(page, key, times, changed) {
  const all = []
  for (let at = 0; at < times; at += 1) {
    await page.evaluate((expression) => {
      const before = (0, eval)(expression)
      globalThis.benchKey = new Promise((done, fail) => {
        setTimeout(() => fail(new Error(`no change within ten seconds of ${expression}`)), 10_000)
        addEventListener('keydown', () => {
          const start = performance.now()
          const look = () => {
            if ((0, eval)(expression) === before) requestAnimationFrame(look)
            else requestAnimationFrame(() => done(performance.now() - start))
          }
          requestAnimationFrame(look)
        }, { capture: true, once: true })
      })
    }, changed)
    await page.keyboard.press(key)
    all.push(await page.evaluate(() => globalThis.benchKey))
  }
  return all
}
