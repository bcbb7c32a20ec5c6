import { didYouMean } from '../../../../core/did-you-mean.ts'
import type { EpisodeRow } from '../../page-data.ts'
import { asNumber, type Field } from './fields.ts'
import { type Operator, readTerms, type Term } from './terms.ts'

/** A query that is ready to be asked of each episode. */
export interface Query {
  /** Texts, in lower case, that are to be searched for in the transcripts as well. */
  readonly words: readonly string[]
  readonly problems: readonly Problem[]
  readonly matches: (row: EpisodeRow, hits: Hits) => boolean
}

/** Why a term does not do what was meant. */
export interface Problem {
  readonly term: Term
  readonly message: string
  /** The term takes no part in the query. */
  readonly isIgnored: boolean
}

/** Keys of the episodes whose transcript holds a word, as far as they are known. */
export type Hits = ReadonlyMap<string, ReadonlySet<string>>

export const keyOf = ({ run, id }: { readonly run: number; readonly id: string }): string =>
  `${run}/${id}`

type Test = (row: EpisodeRow, hits: Hits) => boolean

export function compileQuery(text: string, fields: readonly Field[]): Query {
  const problems: Problem[] = []
  const words = new Set<string>()
  const all: Test[] = []
  const choices = new Map<string, Test[]>()
  for (const term of readTerms(text)) {
    const say = (message: string, isIgnored: boolean) => problems.push({ term, message, isIgnored })
    if (term.open) say('the quote is not closed', false)
    if (term.field === null) {
      words.add(term.value.toLowerCase())
      all.push(negate(term, wordTest(term.value.toLowerCase())))
      continue
    }
    const name = term.field.toLowerCase()
    const field = fields.find((known) => known.name.toLowerCase() === name)
    if (!field) {
      say(unknownField(term, fields), true)
      continue
    }
    const test = fieldTest(term, field, say)
    if (!test) continue
    // Several values of one field are a choice; everything else must hold together.
    if (term.operator === ':' && !term.negated) {
      choices.set(field.name, [...(choices.get(field.name) ?? []), test])
    } else all.push(negate(term, test))
  }
  for (const tests of choices.values()) {
    all.push((row, hits) => tests.some((test) => test(row, hits)))
  }
  return {
    words: [...words],
    problems,
    matches: (row, hits) => all.every((test) => test(row, hits)),
  }
}

const negate = ({ negated }: Term, test: Test): Test =>
  negated ? (row, hits) => !test(row, hits) : test

const wordTest =
  (word: string): Test =>
  (row, hits) =>
    holds(row.id, word) ||
    holds(row.task, word) ||
    holds(row.kind, word) ||
    hits.get(word)?.has(keyOf(row)) === true

const holds = (text: string | null, word: string) => text?.toLowerCase().includes(word) === true

type Say = (message: string, isIgnored: boolean) => void

function fieldTest(term: Term, field: Field, say: Say): Test | null {
  const { name, text, texts, number, values } = field
  const wanted = asNumber(term.value)
  if (term.value === '' && !term.quoted) {
    say(`${name} needs ${neededBy(field)}`, true)
    return null
  }
  if (term.operator !== ':' || !(text || texts)) {
    if (!number) say(`${name} cannot be compared: write ${name}:value`, true)
    else if (wanted === null) say(`${name} needs ${aNumber(name)}`, true)
    else return (row) => compare(number(row), term.operator, wanted)
    return null
  }
  const accepts = acceptsOf(term, values)
  if (values && ![...values.keys()].some(accepts)) {
    say(`no episode has ${name} ${JSON.stringify(term.value)}: ${listed(values)}`, false)
  }
  return (row) => {
    if (texts) return texts(row).some(accepts)
    const value = text?.(row) ?? null
    return value !== null && accepts(value)
  }
}

const aNumber = (name: string) => `a number, as in ${name}>2`

function neededBy({ name, text, texts, values }: Field): string {
  if (values) return `a value: ${listed(values)}`
  return text || texts ? 'a value' : aNumber(name)
}

/** A value that exists, or is quoted, is taken by the letter; else case does not count, and `*` is any text. */
function acceptsOf(
  { value, quoted }: Term,
  values: ReadonlyMap<string, number> | undefined,
): (text: string) => boolean {
  if (quoted || values?.has(value)) return (text) => text === value
  const wanted = value.toLowerCase()
  if (!value.includes('*')) return (text) => text.toLowerCase() === wanted
  const parts = wanted.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const pattern = new RegExp(`^${parts.join('.*')}$`, 's')
  return (text) => pattern.test(text.toLowerCase())
}

function compare(value: number | null, operator: Operator, wanted: number): boolean {
  if (value === null) return false
  if (operator === ':') return value === wanted
  if (operator === '>') return value > wanted
  if (operator === '>=') return value >= wanted
  return operator === '<' ? value < wanted : value <= wanted
}

function unknownField({ field, operator, value }: Term, fields: readonly Field[]): string {
  const name = field ?? ''
  const names = fields.map((known) => known.name)
  const isSignal = name.toLowerCase().startsWith('signal.')
  const near = didYouMean(
    name,
    isSignal ? names.filter((known) => known.startsWith('signal.')) : names,
  )
  const hint = /^choose from $/.test(near) ? 'the episodes have no signals' : near
  return `there is no field ${JSON.stringify(name)}: ${hint} (to search for the text, quote it: "${name}${operator}${value}")`
}

const SHOWN = 8
function listed(values: ReadonlyMap<string, number>): string {
  if (values.size === 0) return 'no episode has any'
  const names = [...values.keys()]
  return names.slice(0, SHOWN).join(', ') + (names.length > SHOWN ? ', …' : '')
}
