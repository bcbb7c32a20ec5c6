import type { AnyNode } from 'acorn'
import { type Binding, bindingsOf } from '../scope.ts'
import { isFunction, type Source, textOf } from '../source.ts'
import type { CandidateMaker } from './edit.ts'
import { placesIn, saidAt } from './places-in.ts'

const MOST_LENGTH = 120
/** A name that a statement lacks is taken from so many variables, those declared last. */
const MOST_CHOICES = 2

/**
 * A statement of the same file once more at another place of it: what was forgotten is often said
 * elsewhere, if need be with another variable.
 */
export const insertions: CandidateMaker = (source) => {
  const bindings = bindingsOf(source)
  const ingredients = ingredientsOf(source, bindings)
  return placesIn(source, bindings).flatMap((place) => {
    const known = new Set(place.visible.map(({ name }) => name))
    const unused = place.visible.filter((binding) => binding.unused).map(({ name }) => name)
    const neighbours = place.neighbours.map((node) => textOf(source, node))
    const statements = ingredients.flatMap(({ text, kind, needs }) => {
      const missing = needs.filter((name) => !known.has(name))
      const isNear = neighbours.includes(text)
      if (missing.length === 0 && !isNear) {
        const isWanted = needs.some((name) => unused.includes(name))
        const sort = isWanted ? 'insertion unused' : kind
        const adapted = needs.flatMap((name) => variants(text, name, unused, 'insertion unused'))
        return [{ text, kind: sort, oddness: needs.length === 0 ? 0.2 : 1 }, ...adapted]
      }
      if (isNear) {
        // The neighbour once more, about something else.
        const choices = latest(place.visible).filter((name) => !needs.includes(name))
        return needs.flatMap((name) => variants(text, name, choices, 'insertion sibling'))
      }
      // Somebody may have forgotten what is there for it.
      const [hole] = missing
      return hole === undefined || missing.length > 1
        ? []
        : variants(text, hole, unused, 'insertion unused')
    })
    return statements.map((statement) => saidAt(source, place, statement))
  })
}

interface Ingredient {
  readonly kind: string
  readonly text: string
  /** Names of functions' variables that it reads or writes. */
  readonly needs: readonly string[]
}

function ingredientsOf(source: Source, bindings: readonly Binding[]): readonly Ingredient[] {
  const local = new Set(bindings.map(({ name }) => name))
  const ingredients = new Map<string, Ingredient>()
  for (const { node, parents } of source.nodes) {
    if (!isSimple(node) || !parents.some(isFunction)) continue
    const text = textOf(source, node)
    if (text.length > MOST_LENGTH || text.includes('\n')) continue
    const plain = text.replace(/'(?:\\.|[^'\\])*'|\.[A-Za-z_$][\w$]*/g, ' ')
    const needs = [...new Set(plain.match(/[A-Za-z_$][\w$]*/g) ?? [])].filter((w) => local.has(w))
    ingredients.set(text, { kind: kindOf(node), text, needs })
  }
  return [...ingredients.values()]
}

const latest = (visible: readonly Binding[]) =>
  visible
    .toSorted((a, b) => b.declaredAt - a.declaredAt)
    .slice(0, MOST_CHOICES)
    .map(({ name }) => name)

function variants(text: string, hole: string, names: readonly string[], kind: string) {
  const pattern = new RegExp(`(?<![\\w$.'])${hole.replaceAll('$', '\\$')}(?![\\w$'])`, 'g')
  return names
    .filter((name) => name !== hole)
    .map((name) => ({ text: text.replace(pattern, () => name), kind, oddness: 1 }))
}

function isSimple(node: AnyNode): boolean {
  if (node.type === 'ExpressionStatement') {
    const { type } = node.expression
    return /^(?:Assignment|Update|Call|Await)Expression$/.test(type)
  }
  return node.type === 'IfStatement' && !node.alternate
}

function kindOf(node: AnyNode): string {
  if (node.type === 'IfStatement') return 'insertion guard'
  const isCall = node.type === 'ExpressionStatement' && /^(?:Call|Await)/.test(node.expression.type)
  return isCall ? 'insertion call' : 'insertion assignment'
}
