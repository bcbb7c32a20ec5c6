import type { WebCall } from './call.ts'
import { dateSteps } from './dates.ts'
import { fieldSteps } from './fields.ts'
import type { Goal } from './goal.ts'
import type { Item, PageText } from './page-text.ts'
import { pressSteps } from './presses.ts'
import type { Proposal } from './proposal.ts'

/** What the goal and the page suggest, in order. */
export function proposalsFor(
  page: PageText,
  goal: Goal,
  written: ReadonlySet<string> = new Set(),
): readonly Proposal[] {
  if (page.dialog) return [answerTo(page.dialog.kind, goal)]
  const items = inFront(page.items).filter(({ attributes }) => !attributes.has('disabled'))
  return [
    ...fieldSteps(items, goal, written),
    ...dateSteps(items, goal),
    ...pressSteps(items, goal),
  ]
}

/** A dialog of the page hides what is not in it. */
function inFront(items: readonly Item[]): readonly Item[] {
  const dialog = items.findLast(
    ({ role, children }) => /^(alert)?dialog$/.test(role) && children.length > 0,
  )
  // One without a button is no question: a calendar, a banner that waits for nothing.
  if (!dialog || !/button|textbox/.test(rolesIn(dialog))) return items
  return items.filter((item) => isWithin(item, dialog))
}

const rolesIn = (item: Item): string => [item.role, ...item.children.map(rolesIn)].join(' ')

function isWithin(item: Item, outer: Item): boolean {
  for (let at: Item | null = item; at; at = at.parent) if (at === outer) return true
  return false
}

const REFUSAL = /\b(cancel|dismiss|decline|refuse|reject|deny|do not|don't|not accept)\b/i

function answerTo(kind: string, goal: Goal): Proposal {
  const accept = !REFUSAL.test(goal.text)
  const text = goal.given.findLast(({ isQuoted }) => isQuoted)?.value
  const call: WebCall = {
    ...{ tool: 'dialog', accept },
    ...(kind === 'prompt' && accept && text !== undefined ? { text } : {}),
  }
  return { key: `dialog ${kind}`, call, isRepeatable: true }
}
