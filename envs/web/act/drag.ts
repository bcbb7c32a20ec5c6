import type { Locator, Page } from 'playwright-core'
import { attempt } from './attempt.ts'
import { Blocked } from './blocked.ts'
import type { Box } from './dom.ts'
import { type Handler, targetOf } from './target.ts'

/** With a real mouse: pages that take pointer events and those that take drag events see what they would of a hand. */
export const drag: Handler<'drag'> = async (context, { from, to }) => {
  const { page } = context
  // First, so that nothing is picked up that cannot be put down.
  await attempt(context, to, ({ locator }, timeout) => locator.scrollIntoViewIfNeeded({ timeout }))
  await attempt(context, from, ({ locator }, timeout) => locator.hover({ timeout }))
  const start = await targetOf(context, from).locator.boundingBox({ timeout: context.timeoutMs })
  await page.mouse.down()
  try {
    // Before anything scrolls: the browser asks what lies under the mouse when a drag begins.
    if (start) await page.mouse.move(...middleOf(start, SLACK), { steps: 2 })
    return await attempt(context, to, async ({ locator, label }, timeout) => {
      await locator.scrollIntoViewIfNeeded({ timeout })
      await carry(page, locator, label, timeout)
    })
  } finally {
    await page.mouse.up()
  }
}

async function carry(page: Page, to: Locator, label: string, timeout: number): Promise<void> {
  const box = await to.boundingBox({ timeout })
  if (!box) throw new Blocked(`${label} is not visible.`)
  // What is dropped on must have been moved over before.
  await page.mouse.move(...middleOf(box, -3), { steps: 8 })
  await page.mouse.move(...middleOf(box), { steps: 2 })
}

/** A drag begins that many pixels on. */
const SLACK = 6

const middleOf = ({ x, y, width, height }: Box, off = 0): [number, number] => [
  x + width / 2 + off,
  y + height / 2 + off,
]
