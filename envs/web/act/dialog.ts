import type { Page } from 'playwright-core'
import type { OpenDialog } from '../observe/view.ts'
import type { ActContext } from './act-context.ts'
import { Blocked, quoted } from './blocked.ts'
import { inTime } from './deadline.ts'
import type { Handler } from './target.ts'

/** Actions that a dialog holds up: they go on once it is answered. */
const heldUp = new WeakMap<Page, Promise<unknown>>()

/** Does it where no dialog is open, and no longer than until one opens: nothing of the page runs meanwhile. */
export async function unlessDialog(
  context: ActContext,
  work: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const open = context.dialogs.open()
  if (open) throw new Blocked(`${titleOf(open)} is open: use dialog to answer it.`)
  await endOfHeldUp(context)
  return untilDialog(context, work())
}

async function untilDialog(
  { page, dialogs }: ActContext,
  work: Promise<readonly string[]>,
): Promise<readonly string[]> {
  let onDialog = () => {}
  const opened = new Promise<readonly string[]>((resolve) => {
    onDialog = () => {
      if (!dialogs.open()) return
      heldUp.set(page, work)
      resolve([])
    }
  })
  page.on('dialog', onDialog)
  work.catch(() => {}) // Nobody listens where a dialog opened first.
  try {
    return await Promise.race([work, opened])
  } finally {
    page.off('dialog', onDialog)
  }
}

/** What the dialog held up ends before this does, or opens another one. */
export const answerDialog: Handler<'dialog'> = async (context, { accept, text }) => {
  const open = context.dialogs.open()
  if (!open) throw new Blocked('No dialog is open.')
  const isUsed = accept && open.kind === 'prompt'
  const answered = context.dialogs.answer(accept, isUsed ? text : undefined)
  await untilDialog(
    context,
    answered.then(async () => {
      await endOfHeldUp(context)
      return []
    }),
  )
  return text === undefined || isUsed ? [] : ['The text was not used: only a prompt takes one.']
}

/** However it ended: it was told to be done when the dialog opened. */
async function endOfHeldUp({ page, timeoutMs }: ActContext): Promise<void> {
  const work = heldUp.get(page)
  if (!work) return
  await inTime(5 * timeoutMs, work).catch(() => {})
  heldUp.delete(page)
}

const titleOf = ({ kind, message }: OpenDialog): string =>
  kind === 'beforeunload' ? 'The question whether to leave' : `The ${kind} ${quoted(message)}`
