import { setTimeout as sleep } from 'node:timers/promises'
import type { JSHandle, Locator } from 'playwright-core'
import type { ActContext } from './act-context.ts'
import type { PageDocument, PageElement, PageEvent } from './dom.ts'

export type Vector = readonly [x: number, y: number]

export interface Turn {
  readonly point: Vector
  readonly by: Vector
  /** What is under the point, where it is known: within a frame only its own document tells. */
  readonly element?: Locator
}

const POLL_MS = 16
/** On a busy machine a frame may be late. */
const MOST_POLLS = 150
/** What has stopped on its way stays there. */
const STILL_POLLS = 10

/** Turns the wheel, and waits until what it moves is where it goes to. */
export async function wheel(context: ActContext, turn: Turn): Promise<readonly string[]> {
  const { page, timeoutMs: timeout } = context
  const { point, by } = turn
  const travel: JSHandle<Travel> = turn.element
    ? await turn.element.evaluateHandle(travelOf, by, { timeout })
    : await (await page.evaluateHandle(elementAt, point)).evaluateHandle(travelOf, by)
  await page.mouse.move(...point)
  await page.mouse.wheel(...by)
  const { isPossible, edge } = await travel.evaluate(({ isPossible, edge }) => ({
    isPossible,
    edge,
  }))
  if (!isPossible)
    return [
      edge
        ? `Nothing scrolled: already at the ${edge}.`
        : 'Nothing scrolled: there is no more to see that way.',
    ]

  let before = ''
  let still = 0
  for (let poll = 0; poll < MOST_POLLS; poll++) {
    const { hasMoved, isThere, isAnswered, at } = await travel.evaluate(progressOf)
    still = at === before ? still + 1 : 0
    if (isThere || (hasMoved && still >= STILL_POLLS)) return []
    // A page that answers the wheel itself moves nothing, or something else.
    if (isAnswered && still >= STILL_POLLS) break
    before = at
    await sleep(POLL_MS)
  }
  return (await travel.evaluate(progressOf)).hasMoved ? [] : ['Nothing scrolled.']
}

/** What the wheel moves over an element, and how far; it stays in the page. */
interface Travel {
  readonly scroller: PageElement | null
  readonly from: Vector
  readonly to: Vector
  readonly isPossible: boolean
  /** The end it is at already. */
  readonly edge: string
  /** The turn, once it has come to the page. */
  readonly turned: { event: PageEvent | null }
}

/** Runs in the page. */
function elementAt([x, y]: Vector): PageElement | null {
  const { document } = globalThis as unknown as { document: PageDocument }
  return document.elementFromPoint(x, y)
}

/** Runs in the page: of what holds the element the first that can move that way. */
function travelOf(element: PageElement | null, [dx, dy]: Vector): Travel {
  const document =
    element?.ownerDocument ?? (globalThis as unknown as { document: PageDocument }).document
  const ways = ['auto', 'scroll', 'overlay']
  const turned: Travel['turned'] = { event: null }
  const edge = dy < 0 ? 'top' : dy > 0 ? 'bottom' : dx < 0 ? 'left end' : 'right end'
  let isAtEdge = false
  let holder: PageElement | null = element
  while (holder) {
    const isPage = holder === document.scrollingElement
    const isElement = holder.getBoundingClientRect !== undefined
    if (isElement) {
      const { overflowX, overflowY } = document.defaultView.getComputedStyle(holder)
      const roomX = holder.scrollWidth - holder.clientWidth
      const roomY = holder.scrollHeight - holder.clientHeight
      const movesX =
        dx !== 0 && roomX > 0 && (isPage ? overflowX !== 'hidden' : ways.includes(overflowX))
      const movesY =
        dy !== 0 && roomY > 0 && (isPage ? overflowY !== 'hidden' : ways.includes(overflowY))
      const from: Vector = [holder.scrollLeft, holder.scrollTop]
      const to: Vector = [
        movesX ? Math.max(0, Math.min(roomX, from[0] + dx)) : from[0],
        movesY ? Math.max(0, Math.min(roomY, from[1] + dy)) : from[1],
      ]
      if (Math.abs(to[0] - from[0]) >= 1 || Math.abs(to[1] - from[1]) >= 1) {
        const hear = (event: PageEvent) => {
          turned.event = event
        }
        const once = { capture: true, once: true, passive: true }
        document.defaultView.addEventListener('wheel', hear, once)
        return { scroller: holder, from, to, isPossible: true, edge: '', turned }
      }
      if (movesX || movesY) isAtEdge = true
    }
    holder = isPage ? null : (holder.parentNode ?? holder.host ?? null)
  }
  const nowhere: Vector = [0, 0]
  return {
    ...{ scroller: null, from: nowhere, to: nowhere, isPossible: false },
    ...{ edge: isAtEdge ? edge : '', turned },
  }
}

/** Runs in the page. */
function progressOf({ scroller, from, to, turned }: Travel) {
  const [x, y] = [scroller?.scrollLeft ?? 0, scroller?.scrollTop ?? 0]
  return {
    hasMoved: x !== from[0] || y !== from[1],
    isThere: Math.abs(x - to[0]) < 1.5 && Math.abs(y - to[1]) < 1.5,
    isAnswered: turned.event?.defaultPrevented === true,
    at: `${x},${y}`,
  }
}
