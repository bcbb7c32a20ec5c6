import { TEXT_ROLES } from './call.ts'
import { same } from './fields.ts'
import { type Given, type Goal, valueFor, wordsOf } from './goal.ts'
import type { Item } from './page-text.ts'
import { keyOf, type Proposal } from './proposal.ts'

/** What the goal asks for by the name of a gesture: hover, right click, double click, drag or a shortcut. */
export function gestureSteps(items: readonly Item[], goal: Goal): readonly Proposal[] {
  const quoted = goal.given.filter(({ isQuoted }) => isQuoted)
  const says = (gesture: RegExp) => gesture.test(goal.words.join(' '))
  return [
    ...(says(/\b(hover|point at)\b/) ? hovers(items, quoted) : []),
    ...(says(/\b(right clicks?|context menu)\b/) ? rightClicks(items, quoted) : []),
    ...(says(/\bdouble clicks?\b/) ? doubleClicks(items, goal, quoted) : []),
    ...(says(/\bdrag\b/) ? drags(items, goal, quoted) : []),
    ...(says(/\b(press|shortcuts?|keys?)\b/) ? shortcuts(items, quoted) : []),
  ]
}

/** Elements that a quoted name stands for. */
const called = (items: readonly Item[], { value }: Given): readonly (Item & { ref: string })[] =>
  items.filter(
    (item): item is Item & { ref: string } =>
      item.ref !== null && (same(item.name, value) || same(item.text, value)),
  )

/** What a tip tells goes into the field about the same thing, before the next tip takes its place. */
function hovers(items: readonly Item[], quoted: readonly Given[]): readonly Proposal[] {
  const fields = items.filter(({ role }) => TEXT_ROLES.has(role))
  const about = (given: Given) =>
    fields.filter(({ name }) => ` ${wordsOf(name).join(' ')} `.includes(spaced(given)))
  const fills = quoted.flatMap((given) => {
    const tips = items.filter(({ role }) => role === 'tooltip').map((tip) => tip.name || tip.text)
    const tip = tips.find((told) => ` ${wordsOf(told).join(' ')} `.startsWith(spaced(given)))
    const told = tip && /:\s*(.+)$/.exec(tip)?.[1]
    return about(given).flatMap((item): readonly Proposal[] =>
      told && item.ref !== null && item.text !== told
        ? [{ key: keyOf('fill', item, told), call: { tool: 'fill', ref: item.ref, text: told } }]
        : [],
    )
  })
  const unread = quoted.filter((given) => about(given).every(({ text }) => text === ''))
  const things = items.filter((item) => !fields.includes(item))
  return [
    ...fills,
    ...unread.flatMap((given) =>
      called(things, given)
        .slice(0, 1)
        .map(({ ref }) => ({ key: `hover ${given.start}`, call: { tool: 'hover', ref } as const })),
    ),
  ]
}

const spaced = ({ value }: Given): string => ` ${wordsOf(value).join(' ')} `

/** While a menu is open, an entry of it; else the next thing to open one on. */
function rightClicks(items: readonly Item[], quoted: readonly Given[]): readonly Proposal[] {
  const entries = items.filter(({ role }) => role.startsWith('menuitem'))
  const things = items.filter((item) => !entries.includes(item))
  return quoted.flatMap((given) => {
    const [target] = called(entries.length > 0 ? entries : things, given)
    if (!target) return []
    const { ref } = target
    return entries.length > 0
      ? [{ key: `choose ${given.start}`, call: { tool: 'click', ref } as const }]
      : [{ key: `open ${given.start}`, call: { tool: 'click', ref, button: 'right' } as const }]
  })
}

/** Opens names for editing, writes what they become and enters it. */
function doubleClicks(
  items: readonly Item[],
  goal: Goal,
  quoted: readonly Given[],
): readonly Proposal[] {
  const becomes = (old: string) => valueFor(goal, old)
  const results = quoted.flatMap(({ value }) => becomes(value) ?? [])
  const fields = items.filter(({ role }) => TEXT_ROLES.has(role))
  const edits = fields.flatMap((item): readonly Proposal[] => {
    if (item.ref === null) return []
    const { ref, text } = item
    if (results.some(({ value }) => value === text))
      return [{ key: keyOf('enter', item, text), call: { tool: 'press', ref, key: 'Enter' } }]
    const value = quoted.some((given) => given.value === text) ? becomes(text)?.value : undefined
    return value === undefined
      ? []
      : [{ key: keyOf('fill', item, value), call: { tool: 'fill', ref, text: value } }]
  })
  const things = items.filter((item) => !fields.includes(item))
  const opened = quoted
    .filter((given) => !results.includes(given))
    .flatMap((given) =>
      called(things, given)
        .slice(0, 1)
        .map(({ ref }) => ({
          key: `double ${given.start}`,
          call: { tool: 'double_click', ref } as const,
        })),
    )
  return [...edits, ...opened]
}

/** `"Rug" into "Sell"`, unless it is there. */
function drags(items: readonly Item[], goal: Goal, quoted: readonly Given[]): readonly Proposal[] {
  return quoted.flatMap((given, index) => {
    const place = quoted[index + 1]
    if (!place || !/^\s*(into|onto|to|in)\s*$/.test(goal.text.slice(given.end, place.start)))
      return []
    const [from] = called(items, given)
    const [to] = called(items, place)
    if (!from || !to || isIn(from, place)) return []
    return [{ key: `drag ${given.start}`, call: { tool: 'drag', from: from.ref, to: to.ref } }]
  })
}

function isIn({ parent }: Item, place: Given): boolean {
  return parent !== null && (same(parent.name, place.value) || isIn(parent, place))
}

const COMBINATION = /^(?:(?:Control|Ctrl|Alt|Shift|Meta)\+)+\S+$/i

/** The keys that are quoted, or that stand in the row of a command. */
function shortcuts(items: readonly Item[], quoted: readonly Given[]): readonly Proposal[] {
  return quoted.flatMap((given) => {
    const command = items.find(({ name, text }) => same(name || text, given.value))
    const beside = command?.parent?.children.map(({ name, text }) => name || text) ?? []
    const key = [given.value, ...beside]
      .find((told) => COMBINATION.test(told))
      ?.replace(/^Ctrl\b/i, 'Control')
    return key ? [{ key: `keys ${given.start}`, call: { tool: 'press', key } }] : []
  })
}
