import type { Acted } from '../session/session.ts'
import type { ActContext } from './act-context.ts'
import { Blocked } from './blocked.ts'
import { choices } from './choices.ts'
import { coordinates } from './coordinates.ts'
import { inTime } from './deadline.ts'
import { answerDialog, unlessDialog } from './dialog.ts'
import { drag } from './drag.ts'
import { fill } from './fill.ts'
import { keys } from './keys.ts'
import { navigation } from './navigation.ts'
import { isDeath, isOwnEnd, plain } from './playwright-error.ts'
import { pointer } from './pointer.ts'
import { scroll } from './scroll.ts'
import { tabs } from './tabs.ts'
import type { Handlers } from './target.ts'
import type { PageAction } from './tools.ts'
import { upload } from './upload.ts'
import { wait } from './wait.ts'

const handlers: Handlers<PageAction['tool']> = {
  ...pointer,
  ...choices,
  ...keys,
  ...coordinates,
  ...navigation,
  ...tabs,
  ...{ fill, drag, scroll, upload, wait, dialog: answerDialog },
}

/**
 * Does an action, without waiting for what it sets off. What a policy can cause is an `error`.
 * @throws where the page or the browser died.
 */
export async function performAction(context: ActContext, action: PageAction): Promise<Acted> {
  const handler = handlers[action.tool] as (
    context: ActContext,
    action: PageAction,
  ) => Promise<readonly string[]>
  const work = () => inTime(timeOf(context, action), handler(context, action))
  try {
    const notes = await (action.tool === 'dialog' ? work() : unlessDialog(context, work))
    return { error: null, notes }
  } catch (error) {
    if (error instanceof Blocked) return { error: error.message, notes: [] }
    if (!isDeath(error)) return { error: plain(error), notes: [] }
    if (isOwnEnd(context.page)) return { error: null, notes: ['This tab was closed by its page.'] }
    throw error
  }
}

/** A bound for pages that do not respond at all: every action has shorter deadlines of its own. */
function timeOf({ timeoutMs, loadTimeoutMs }: ActContext, action: PageAction): number {
  const keys = 'text' in action ? (action.text?.length ?? 0) : 0
  const points = action.tool === 'draw' ? action.points.length : 0
  return 5 * timeoutMs + loadTimeoutMs + 20 * keys + 100 * points
}
