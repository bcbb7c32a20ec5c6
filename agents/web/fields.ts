import { CHECK_ROLES, TEXT_ROLES } from './call.ts'
import { type Given, type Goal, isDropped, valueFor, wordsOf } from './goal.ts'
import { contentOf, type Item } from './page-text.ts'
import { keyOf, type Proposal } from './proposal.ts'

/** What to fill in, choose and tick, and the tabs where that is; what was written needs no tick. */
export function fieldSteps(
  items: readonly Item[],
  goal: Goal,
  written: ReadonlySet<string>,
): readonly Proposal[] {
  const quoted = goal.given.filter(({ isQuoted }) => isQuoted)
  const wanted = (name: string) => quoted.some(({ value }) => same(value, name))
  const tabs = items.filter(({ role, name }) => role === 'tab' && wanted(name))
  const open = tabs.find(({ attributes }) => attributes.has('selected'))
  const toTabs = tabs.filter((item) => item !== open).flatMap((item) => clickOn(item))
  const toTick = ticks(items, (name) => wanted(name) && !written.has(name), open?.name)
  return [
    // What is to be ticked in this tab comes before the others.
    ...(open ? [...toTick, ...toTabs] : toTabs),
    ...uploads(items, goal),
    ...toTick,
    ...choices(items, goal, quoted),
    ...texts(items, goal),
  ]
}

export const same = (a: string, b: string): boolean => wordsOf(a).join(' ') === wordsOf(b).join(' ')

export const clickOn = (item: Item, isRepeatable = false): readonly Proposal[] =>
  item.ref === null
    ? []
    : [{ key: keyOf('press', item), call: { tool: 'click', ref: item.ref }, isRepeatable }]

function ticks(
  items: readonly Item[],
  wanted: (name: string) => boolean,
  tab?: string,
): readonly Proposal[] {
  return items
    .filter(
      ({ role, name, attributes }) =>
        CHECK_ROLES.has(role) && wanted(name) && !attributes.has('checked'),
    )
    .flatMap((item) =>
      item.ref === null
        ? []
        : [{ key: keyOf('check', item, tab), call: { tool: 'check', ref: item.ref } as const }],
    )
}

/** Options of selects, by what the goal quotes. */
function choices(
  items: readonly Item[],
  goal: Goal,
  quoted: readonly Given[],
): readonly Proposal[] {
  return items.flatMap((item) => {
    const options = optionsOf(item)
    const fitting = options.filter(({ name }) => quoted.some(({ value }) => same(value, name)))
    if (item.ref === null || fitting.length === 0) return []
    const told = valueFor(goal, item.name)?.value
    const own = fitting.filter(({ name }) => told !== undefined && same(name, told))
    const near = own.length > 0 ? own : fitting.filter(({ name }) => isGivenFor(item, name, quoted))
    const chosen = item.role === 'listbox' ? fitting : near.slice(0, 1)
    if (chosen.every(({ attributes }) => attributes.has('selected'))) return []
    const names = chosen.map(({ name }) => name)
    const call = { tool: 'select', ref: item.ref, options: names } as const
    return [{ key: keyOf('select', item, names.join('|')), call }]
  })
}

/** Where several lists have an option, the goal may name the list right beside it. */
function isGivenFor(item: Item, option: string, quoted: readonly Given[]): boolean {
  const at = quoted.findIndex(({ value }) => same(value, item.name))
  if (at < 0) return true
  return [at - 1, at + 1].some((index) => same(quoted[index]?.value ?? '', option))
}

const optionsOf = ({ role, children }: Item): readonly Item[] =>
  role === 'combobox' || role === 'listbox'
    ? children.filter((child) => child.role === 'option')
    : []

function texts(items: readonly Item[], goal: Goal): readonly Proposal[] {
  const fields = items.filter(
    (item) => TEXT_ROLES.has(item.role) && item.ref !== null && optionsOf(item).length === 0,
  )
  const others = items.filter((item) => !fields.includes(item))
  // Cells may be looked for by what is written into a field.
  const things = others.filter(({ role }) => role !== 'cell' && role !== 'row')
  // What names a thing of the page is no value of a field.
  const isName = ({ value }: Given) =>
    things.some(({ name, text }) => same(name, value) || same(text, value))
  const told = (item: Item) => {
    const value = valueFor(goal, item.name)
    return value && !isName(value) ? value : undefined
  }
  const given = new Map(fields.map((item) => [item, told(item) ?? ofKind(item, goal)]))
  const used = [...given.values()]
  const isFree = (each: Given) =>
    each.isQuoted &&
    !used.includes(each) &&
    !isName(each) &&
    !isDropped(goal, each) &&
    !FILE.test(each.value) &&
    !fields.some(({ name, text }) => same(name, each.value) || same(text, each.value))
  const free = goal.given.filter(isFree)
  const steps = fields.flatMap((item) => {
    const read = given.get(item) ? undefined : readFrom(others, item, goal)
    const spare = item.text === '' && !read ? free.shift()?.value : undefined
    const value = given.get(item)?.value ?? read ?? spare
    if (value === undefined || item.ref === null || item.text === value) return []
    const call = { tool: 'fill', ref: item.ref, text: value } as const
    return [{ key: keyOf('fill', item, value), call }]
  })
  return [...steps, ...entered(others, fields)]
}

/** Where the page says that a field takes Enter. */
function entered(others: readonly Item[], fields: readonly Item[]): readonly Proposal[] {
  if (!others.some(({ text }) => /\b(press|hit) enter\b/i.test(text))) return []
  return fields.flatMap((item) =>
    item.ref === null || item.text === ''
      ? []
      : [
          {
            key: keyOf('enter', item, item.text),
            call: { tool: 'press', ref: item.ref, key: 'Enter' } as const,
          },
        ],
  )
}

/** An address or a code that the page tells, in a sentence about what the goal quotes or the only one. */
function readFrom(others: readonly Item[], { name }: Item, goal: Goal): string | undefined {
  const said = `${goal.words.join(' ')} ${name.toLowerCase()}`
  const pattern = /mail/i.test(name)
    ? /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/
    : /\b(code|number)\b/.test(said)
      ? /\b[A-Z]{2,}-?\d{3,}\b/
      : null
  if (!pattern) return undefined
  const sentences = others.flatMap(({ text }) => text.split(/\.(?:\s|$)/))
  const telling = sentences.filter((sentence) => pattern.test(sentence))
  const about = telling.find((sentence) =>
    goal.given.some(({ value, isQuoted }) => isQuoted && sentence.includes(value)),
  )
  const found = about ?? (telling.length === 1 ? telling[0] : undefined)
  return found && pattern.exec(found)?.[0]
}

const FILE = /^[\w -]+\.[a-z0-9]{2,4}$/i

/** Files named in a sentence that tells to hand them in. */
function uploads(items: readonly Item[], { text, given }: Goal): readonly Proposal[] {
  const order = /\b(upload|attach)\b.*?(?=\.\s|\.?$)/i.exec(text)
  if (!order) return []
  const end = order.index + order[0].length
  const files = given
    .filter(({ value, start }) => FILE.test(value) && start >= order.index && start < end)
    .map(({ value }) => value)
  const field = items.find(
    ({ role, name, ref }) =>
      role === 'button' && ref !== null && /file|attach|document/i.test(name),
  )
  if (!field?.ref || files.length === 0) return []
  return [{ key: keyOf('upload', field), call: { tool: 'upload', ref: field.ref, files } }]
}

/** Values that show what they are. */
function ofKind({ name }: Item, goal: Goal): Given | undefined {
  const label = name.toLowerCase()
  if (/mail/.test(label)) return goal.given.find(({ value }) => /^\S+@\S+$/.test(value))
  const times = goal.given.filter(({ value }) => /^\d\d:\d\d$/.test(value))
  if (/start|begin|from/.test(label)) return times[0]
  if (/end|until/.test(label)) return times[1]
  if (/date|day/.test(label)) return goal.given.find(({ value }) => /^\d{4}-\d\d-\d\d$/.test(value))
  return undefined
}

export const holds = (item: Item, value: string): boolean =>
  ` ${wordsOf(contentOf(item)).join(' ')} `.includes(` ${wordsOf(value).join(' ')} `)
