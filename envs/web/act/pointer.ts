import { attempt } from './attempt.ts'
import type { Handlers } from './target.ts'

/** What an action sets off is waited for by the session. */
const noWaitAfter = true

/** The mouse on an element. */
export const pointer: Handlers<'click' | 'double_click' | 'hover'> = {
  click: (context, { ref, button = 'left' }) =>
    attempt(context, ref, ({ locator }, timeout) =>
      locator.click({ timeout, button, noWaitAfter }),
    ),
  double_click: (context, { ref }) =>
    attempt(context, ref, ({ locator }, timeout) => locator.dblclick({ timeout, noWaitAfter })),
  hover: (context, { ref }) =>
    attempt(context, ref, ({ locator }, timeout) => locator.hover({ timeout })),
}
