import { CLICK_ROLES } from './call.ts'
import { clickOn, holds, same } from './fields.ts'
import { type Given, type Goal, wordsOf } from './goal.ts'
import type { Item } from './page-text.ts'
import { type Proposal, partOf } from './proposal.ts'

const END =
  /^(submit|ok|send|save|search|find|filter|done|finish|continue|apply|book|order|confirm|log in|sign in|yes|go|add|create|register|check out|close)\b/i
const MORE = /^(next|more|show more|load more|older)\b/i

/** What to press: first what the goal quotes, then what it says otherwise, then what looks like the end. */
export function pressSteps(items: readonly Item[], goal: Goal): readonly Proposal[] {
  const clickable = items.filter(({ role, ref }) => CLICK_ROLES.has(role) && ref !== null)
  const quoted = goal.given.filter(({ isQuoted }) => isQuoted)
  const isPart = ({ role }: Item) => role === 'row' || role === 'listitem'
  const controls = clickable.filter((item) => !isPart(item))

  const exact = quoted.flatMap(({ value }) =>
    controls.filter((item) => same(item.name, value) && !isChosen(item)),
  )
  const spoken = (name: string) => wordsOf(name).every((word) => isSaid(word, goal))
  const about = controls.filter((item) => quoted.some((given) => names(item, given)))
  const told = about.filter((item) => spoken(withoutQuoted(item.name, quoted)))
  const beside = controls.filter(
    (item) =>
      spoken(item.name) && item.name !== '' && quoted.some(({ value }) => isBeside(item, value)),
  )
  const bestBeside = sortedBy(
    beside,
    (item) => -quoted.filter(({ value }) => isBeside(item, value)).length,
  )
  const said = controls.filter(({ name, role }) => role === 'button' && name !== '' && spoken(name))
  const inOrder = sortedBy(said, ({ name }) => positionOf(name, goal))
  const partly = controls.filter(
    ({ role, name }) =>
      role === 'button' && wordsOf(name).some((word) => word.length > 3 && isSaid(word, goal)),
  )
  const ends = controls.filter(({ role, name }) => role === 'button' && END.test(name))
  const more = controls.filter(({ name }) => MORE.test(name))
  const parts = clickable.filter(
    (item) => isPart(item) && quoted.some(({ value }) => same(item.name, value)),
  )
  return [
    ...[...exact, ...told, ...bestBeside, ...parts, ...inOrder].flatMap((item) => clickOn(item)),
    ...ends.flatMap((item) => clickOn(item)),
    ...more.flatMap((item) => clickOn(item, true)),
    { key: 'scroll', call: { tool: 'scroll', direction: 'down' }, isRepeatable: true },
    ...[...about, ...partly].flatMap((item) => clickOn(item)),
  ]
}

/** Pressing it again would undo it. */
const isChosen = ({ attributes }: Item): boolean =>
  ['selected', 'checked', 'pressed', 'expanded'].some((mark) => attributes.has(mark))

const names = (item: Item, { value }: Given): boolean =>
  !same(item.name, value) &&
  ` ${wordsOf(item.name).join(' ')} `.includes(` ${wordsOf(value).join(' ')} `)

function withoutQuoted(name: string, quoted: readonly Given[]): string {
  let left = ` ${wordsOf(name).join(' ')} `
  for (const { value } of quoted) left = left.replace(` ${wordsOf(value).join(' ')} `, ' ')
  return left
}

function isBeside(item: Item, value: string): boolean {
  const part = partOf(item)
  return part !== null && holds(part, value)
}

/** `saves` says `save`. */
const isSaid = (word: string, { words }: Goal): boolean =>
  words.some((said) => said === word || (word.length > 3 && said.startsWith(word)))

const positionOf = (name: string, { words }: Goal): number =>
  words.findIndex((word) => word.startsWith(wordsOf(name)[0] ?? ''))

const sortedBy = <T>(items: readonly T[], rank: (item: T) => number): readonly T[] =>
  items
    .map((item) => ({ item, rank: rank(item) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
