import type { ActContext } from './act-context.ts'
import { attempt } from './attempt.ts'
import { Blocked } from './blocked.ts'
import type { PageElement } from './dom.ts'
import { targetOf } from './target.ts'

/** Gives an element the keyboard; for typing, with the caret after what it holds. */
export async function focus(
  context: ActContext,
  ref: string,
  caret: 'end' | 'kept',
): Promise<void> {
  const { label } = targetOf(context, ref)
  await attempt(context, ref, async ({ locator }, timeout) => {
    const state = await locator.evaluate(takeFocus, caret === 'end', { timeout })
    if (state === 'disabled') {
      throw new Blocked(`${label} is disabled: something else has to be done first.`)
    }
    if (state === 'read-only') throw new Blocked(`${label} is read-only.`)
    if (state === 'hidden') throw new Blocked(`${label} is not visible.`)
    // What takes no focus from a script may from the mouse, or hand it on.
    if (state === 'elsewhere') await locator.click({ timeout, noWaitAfter: true })
    if (state === 'not at its end') await context.page.keyboard.press('End')
  })
}

/** Runs in the page. */
function takeFocus(element: PageElement, isToWrite: boolean): string {
  const field = element.tagName === 'LABEL' ? (element.control ?? element) : element
  const { width, height } = field.getBoundingClientRect()
  if (field.matches(':disabled')) return 'disabled'
  if (isToWrite && field.readOnly === true) return 'read-only'
  if (width === 0 && height === 0) return 'hidden'
  field.focus()
  const active = field.getRootNode().activeElement
  if (active !== field && !field.contains(active) && active !== field.shadowRoot?.host) {
    return 'elsewhere'
  }
  if (!isToWrite) return 'ready'
  const end = field.value?.length ?? 0
  if (field.setSelectionRange && end > 0) {
    try {
      field.setSelectionRange(end, end)
    } catch {
      return 'not at its end' // Numbers and mail addresses have a caret that no script can move.
    }
  }
  if (field.isContentEditable) {
    const selection = field.ownerDocument.defaultView.getSelection()
    selection?.selectAllChildren(field)
    selection?.collapseToEnd()
  }
  return 'ready'
}
