import { clickOn, holds } from './fields.ts'
import { type Goal, valueFor, wordsOf } from './goal.ts'
import type { Item } from './page-text.ts'
import type { Proposal } from './proposal.ts'

const LESS = /^(less|fewer|minus|decrease|[-−–])/i
const MORE = /^(more|plus|increase|\+)/i

/** Counts between a less and a more, and scales of numbered buttons, as the goal gives them. */
export function amountSteps(items: readonly Item[], goal: Goal): readonly Proposal[] {
  const wanted = amountsIn(goal)
  return [...counts(items, wanted), ...scales(items, goal).flatMap((item) => clickOn(item))]
}

interface Amount {
  readonly label: string
  readonly value: number
}

/** What the goal quotes and gives a number for: `3 of "Rug"`, `"Rug" to 3`. */
function amountsIn(goal: Goal): readonly Amount[] {
  return goal.given
    .filter(({ isQuoted }) => isQuoted)
    .flatMap(({ value: label }) => {
      const given = valueFor(goal, label)
      const isNumber = given !== undefined && !given.isQuoted && /^\d+$/.test(given.value)
      return isNumber ? [{ label, value: Number(given.value) }] : []
    })
}

function counts(items: readonly Item[], wanted: readonly Amount[]): readonly Proposal[] {
  const shown = items.filter(({ text, role }) => /^\d+$/.test(text) && /status|text/.test(role))
  return shown.flatMap((item) => {
    const box = item.parent
    const amount = box && wanted.find(({ label }) => holds(box, label))
    if (!box || !amount || Number(item.text) === amount.value) return []
    const way = Number(item.text) < amount.value ? MORE : LESS
    const buttons = box.children.filter(
      ({ role, name, text }) => role === 'button' && (way.test(name) || way.test(text)),
    )
    return buttons.slice(0, 1).flatMap((button) => clickOn(button, true))
  })
}

/** Of buttons as `Food: 1 of 5`, `Food: 2 of 5` those with the number that is asked for. */
function scales(items: readonly Item[], goal: Goal): readonly Item[] {
  return amountsIn(goal).flatMap(({ label, value }) =>
    items.filter((item) => degreeOf(item, label) === value && !item.attributes.has('checked')),
  )
}

/** Buttons of a scale that the goal gives a number for: no other of them is meant. */
export function isOnScale(item: Item, goal: Goal): boolean {
  return amountsIn(goal).some(({ label }) => degreeOf(item, label) !== null)
}

function degreeOf({ role, name }: Item, label: string): number | null {
  if (role !== 'button' && role !== 'radio') return null
  const start = `${wordsOf(label).join(' ')} `
  const said = wordsOf(name).join(' ')
  const rest = said.startsWith(start) ? said.slice(start.length) : ''
  return /^\d+( of \d+)?( \w+)?$/.test(rest) ? Number.parseInt(rest, 10) : null
}
