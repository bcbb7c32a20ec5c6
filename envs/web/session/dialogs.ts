import type { Dialog, Page } from 'playwright-core'
import type { OpenDialog } from '../observe/view.ts'
import type { Notes } from './notes.ts'

/** Dialogs of one session. One at a time is shown; those of other tabs wait for theirs. */
export interface DialogTracker {
  /** The one that keeps this page from running. */
  of(page: Page): OpenDialog | null
  /** Some page stands still behind one. */
  isAnyOpen(): boolean
  answer(page: Page, accept: boolean, text?: string): Promise<void>
  watch(page: Page): void
  /** Resolves once one opens on any page, or one is left for its dialogs; at once where one is open on `page`. */
  opened(page: Page): Promise<void>
  /** An action of the agent begins. */
  begin(isAnswer: boolean): void
}

/** That many in a row an agent has to answer itself. */
const MOST_IN_A_ROW = 10
/** A page that goes on after that many more is left. */
const MOST_DISMISSED = 100

export function createDialogs(notes: Notes, leave: (page: Page) => void): DialogTracker {
  const open = new Map<Page, Dialog[]>()
  const waiting = new Set<() => void>()
  let inRow = 0
  let dismissed = 0
  const wake = () => {
    for (const tell of waiting) tell()
    waiting.clear()
  }
  const onDialog = (page: Page, dialog: Dialog) => {
    inRow++
    if (inRow > MOST_IN_A_ROW) {
      dismissed++
      notes.once(`More than ${MOST_IN_A_ROW} dialogs in a row: further ones were dismissed.`)
      if (dismissed === MOST_DISMISSED) {
        notes.once('The page did not stop opening dialogs and was left.')
        leave(page)
        wake()
      }
      void dialog.dismiss().catch(() => {})
      return
    }
    open.set(page, [...(open.get(page) ?? []), dialog])
    wake()
  }
  return {
    of(page) {
      const dialog = open.get(page)?.[0]
      if (!dialog) return null
      return { kind: dialog.type() as OpenDialog['kind'], message: dialog.message().slice(0, 2000) }
    },
    isAnyOpen: () => [...open.values()].some((dialogs) => dialogs.length > 0),
    async answer(page, accept, text) {
      const [dialog, ...others] = open.get(page) ?? []
      if (!dialog) return
      open.set(page, others)
      await (accept
        ? dialog.accept(text ?? (dialog.type() === 'prompt' ? dialog.defaultValue() : undefined))
        : dialog.dismiss())
    },
    watch(page) {
      page.on('dialog', (dialog) => onDialog(page, dialog))
      page.on('close', () => open.delete(page))
    },
    opened: (page) =>
      new Promise((resolve) => {
        if (open.get(page)?.length) resolve()
        else waiting.add(resolve)
      }),
    begin(isAnswer) {
      if (!isAnswer) inRow = 0
      dismissed = 0
    },
  }
}
