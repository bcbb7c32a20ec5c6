import type { AnyNode } from 'acorn'
import type { Candidate } from '../candidate.ts'
import { bindingsOf } from '../scope.ts'
import { isFunction, type Source, textOf } from '../source.ts'
import type { CandidateMaker } from './edit.ts'

const MOST_LENGTH = 120

/** A statement of the same file once more at another place of it: what was forgotten is often said elsewhere. */
export const insertions: CandidateMaker = (source) => {
  const bindings = bindingsOf(source)
  const local = new Set(bindings.map(({ name }) => name))
  const ingredients = new Map<string, Ingredient>()
  for (const { node, parents } of source.nodes) {
    if (!isSimple(node) || !parents.some(isFunction)) continue
    const text = textOf(source, node)
    if (text.length > MOST_LENGTH || text.includes('\n')) continue
    const needs = [...new Set(text.match(/[A-Za-z_$][\w$]*/g) ?? [])].filter((w) => local.has(w))
    ingredients.set(text, { text, needs })
  }
  return source.nodes.flatMap(({ node, parents }): Candidate[] => {
    if (node.type !== 'BlockStatement' || !parents.some(isFunction)) return []
    const places = [...node.body.map(({ start }) => start), node.end - 1]
    return places.flatMap((start, index) => {
      const visible = new Set(
        bindings
          .filter(
            ({ scope, declaredAt }) =>
              declaredAt < start && (scope === node || parents.includes(scope)),
          )
          .map(({ name }) => name),
      )
      const neighbours = [node.body[index - 1], node.body[index]].map((n) => n && textOf(source, n))
      return [...ingredients.values()]
        .filter(
          ({ text, needs }) => needs.every((n) => visible.has(n)) && !neighbours.includes(text),
        )
        .map((ingredient) => insertionAt(source, start, ingredient, index === node.body.length))
    })
  })
}

interface Ingredient {
  readonly text: string
  readonly needs: readonly string[]
}

function insertionAt(
  source: Source,
  start: number,
  { text, needs }: Ingredient,
  isLast: boolean,
): Candidate {
  const lineStart = source.text.lastIndexOf('\n', start - 1) + 1
  const indent = /^\s*/.exec(source.text.slice(lineStart, start))?.[0] ?? ''
  const replacement = isLast ? `  ${text}\n${indent}` : `${text}\n${indent}`
  // What is about nothing of this function seldom belongs into it.
  const oddness = needs.length === 0 ? 0.2 : 1
  return { source, kind: 'insertion', start, end: start, replacement, oddness }
}

function isSimple(node: AnyNode): boolean {
  if (node.type === 'ExpressionStatement') {
    const { type } = node.expression
    return [
      'AssignmentExpression',
      'UpdateExpression',
      'CallExpression',
      'AwaitExpression',
    ].includes(type)
  }
  return node.type === 'IfStatement' && !node.alternate
}
