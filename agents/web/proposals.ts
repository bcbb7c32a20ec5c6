import { amountSteps, isOnScale } from './amounts.ts'
import type { WebCall } from './call.ts'
import { dateSteps } from './dates.ts'
import { fieldSteps, holds } from './fields.ts'
import { gestureSteps } from './gestures.ts'
import { type Goal, isDropped } from './goal.ts'
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
    ...gestureSteps(items, goal),
    ...amountSteps(items, goal),
    ...fieldSteps(items, goal, written),
    ...dateSteps(items, goal),
    ...pressSteps(
      items.filter((item) => !isOnScale(item, goal) && !isKept(item, goal)),
      goal,
    ),
  ]
}

/** A button that removes something else than the goal says. */
function isKept(item: Item, goal: Goal): boolean {
  const dropped = goal.given.filter((given) => isDropped(goal, given))
  return (
    /^(remove|delete)\b/i.test(item.name) &&
    goal.given.some(
      (given) => given.isQuoted && !dropped.includes(given) && holds(item, given.value),
    ) &&
    dropped.length > 0 &&
    !dropped.some((given) => holds(item, given.value))
  )
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
