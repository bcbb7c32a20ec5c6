import type { ActContext } from './act-context.ts'
import { attempt } from './attempt.ts'
import type { PageDocument, PageElement } from './dom.ts'
import { type Handler, targetOf } from './target.ts'
import { type Vector, wheel } from './wheel.ts'

const directions = {
  up: [0, -1],
  down: [0, 1],
  left: [-1, 0],
  right: [1, 0],
} as const

/** The wheel over an element, or over the page itself. */
export const scroll: Handler<'scroll'> = async (context, { ref, direction, pixels = 600 }) => {
  const [x, y] = directions[direction]
  const by: Vector = [x * pixels, y * pixels]
  if (ref === undefined) {
    return wheel(context, { point: await context.page.evaluate(pointOverPage, undefined), by })
  }
  const point = await pointOver(context, ref)
  return wheel(context, { point, by, element: targetOf(context, ref).locator })
}

/** A point of the element that is in view; one that is not at all is brought there. */
async function pointOver(context: ActContext, ref: string): Promise<Vector> {
  const { width, height } = context.page.viewportSize() ?? { width: 0, height: 0 }
  let point: Vector = [0, 0]
  await attempt(context, ref, async ({ locator }, timeout) => {
    const seen = async (): Promise<Vector | null> => {
      const box = await locator.boundingBox({ timeout })
      if (!box) return null
      const [left, right] = [Math.max(0, box.x), Math.min(width, box.x + box.width)]
      const [top, bottom] = [Math.max(0, box.y), Math.min(height, box.y + box.height)]
      return left < right && top < bottom ? [(left + right) / 2, (top + bottom) / 2] : null
    }
    const inView = await seen()
    if (!inView) await locator.scrollIntoViewIfNeeded({ timeout })
    point = inView ?? (await seen()) ?? point
  })
  return point
}

/** Runs in the page: a point where the wheel moves the page, not a box or a frame within it; else the middle. */
function pointOverPage(): Vector {
  const { document } = globalThis as unknown as { document: PageDocument }
  const { innerWidth: width, innerHeight: height } = document.defaultView
  const middle: Vector = [width / 2, height / 2]
  const margin = 8
  const points: readonly Vector[] = [
    middle,
    [width - margin, height / 2],
    [margin, height / 2],
    [width / 2, height - margin],
    [width / 2, margin],
  ]
  for (const point of points) {
    let holder: PageElement | null = document.elementFromPoint(...point)
    if (holder?.tagName === 'IFRAME') continue
    while (holder && holder !== document.scrollingElement) {
      const { overflowX, overflowY } = document.defaultView.getComputedStyle(holder)
      const isBox = /auto|scroll/.test(`${overflowX} ${overflowY}`)
      const hasMore =
        holder.scrollHeight > holder.clientHeight || holder.scrollWidth > holder.clientWidth
      if (isBox && hasMore) break
      holder = holder.parentNode
      if (holder && !holder.tagName) holder = null
    }
    if (!holder || holder === document.scrollingElement) return point
  }
  return middle
}
