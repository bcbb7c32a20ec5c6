import type { Frame, Page } from 'playwright-core'
import type { Activity } from './activity.ts'
import { turnScript } from './determinism.ts'
import type { DialogTracker } from './dialogs.ts'
import { wallMs, within } from './timers.ts'

/** What settling looks at. */
export interface Settling {
  readonly activity: Activity
  readonly dialogs: DialogTracker
  pages(): readonly Page[]
  /** null: a page closed the last one. */
  current(): Page | null
}

export type Settled = 'still' | 'dialog' | 'restless' | 'hung'

/** Rounds of one action: each lets time go on as far as nothing has to be waited for. */
const MOST_ROUNDS = 300
/** A request that a page just made shows after that. */
const POLL_MS = 20
/** A page has that long to answer, also where the time of the action is nearly over. */
const ANSWER_MS = 2000

/** Frames that are in a turn still, as those behind a dialog. */
const turning = new WeakMap<Frame, Promise<Turn>>()
type Turn = 'still' | 'moved' | 'gone'

/** Lets the time of all frames go on to `target`, as their requests are answered, and waits until they rest. */
export async function settle(
  settling: Settling,
  target: number,
  deadline: number,
): Promise<Settled> {
  const { activity, dialogs } = settling
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const current = settling.current()
    if (current === null) return 'still'
    if (dialogs.of(current)) return 'dialog'
    const left = deadline - wallMs()
    if (left <= 0) return 'restless'
    if (!activity.isQuiet()) {
      await Promise.race([
        within(activity.change(), Math.min(POLL_MS, left), undefined),
        dialogs.opened(current),
      ])
      continue
    }
    const frames = settling
      .pages()
      .filter((page) => !dialogs.of(page))
      .flatMap((page) => page.frames())
    const turns = Promise.all(frames.map((frame) => turnOf(frame, target)))
    const turned = await within(
      Promise.race([turns, dialogs.opened(current).then(() => 'dialog' as const)]),
      Math.max(left, ANSWER_MS),
      'hung' as const,
    )
    // Nothing reaches a document that is about to be replaced: what loads is at fault, the page may be well.
    if (turned === 'hung' && !activity.isQuiet()) return 'restless'
    if (turned === 'hung' || turned === 'dialog') return turned
    if (turned.every((turn) => turn === 'still') && activity.isQuiet()) return 'still'
  }
  return 'restless'
}

/** Whether a page answers at all, or is behind a dialog. */
export const isAnswering = (page: Page, dialogs: DialogTracker): Promise<boolean> =>
  within(
    Promise.race([page.evaluate('1').catch(() => {}), dialogs.opened(page)]).then(() => true),
    ANSWER_MS,
    false,
  )

function turnOf(frame: Frame, target: number): Promise<Turn> {
  const running = turning.get(frame)
  if (running) return running
  const turn = frame
    .evaluate(turnScript(target))
    .then(
      (turned): Turn => (!isTurn(turned) || turned.isStill ? 'still' : 'moved'),
      // A document that went away while it was asked: the one after it is asked next.
      (): Turn => (frame.isDetached() ? 'still' : 'gone'),
    )
    .finally(() => turning.delete(frame))
  turning.set(frame, turn)
  return turn
}

const isTurn = (turned: unknown): turned is { readonly isStill: boolean } =>
  typeof turned === 'object' && turned !== null && 'isStill' in turned
