import type { AnyNode, CallExpression, NewExpression } from 'acorn'
import { isFunction, type Source, textOf } from '../source.ts'
import { perNode, type Repository, replaceNode } from './edit.ts'

const similar: Readonly<Record<string, readonly string[]>> = {
  some: ['every'],
  every: ['some'],
  push: ['unshift'],
  unshift: ['push'],
  pop: ['shift'],
  shift: ['pop'],
  startsWith: ['endsWith'],
  endsWith: ['startsWith'],
  floor: ['ceil', 'round'],
  ceil: ['floor'],
  round: ['floor'],
  min: ['max'],
  max: ['min'],
  toUpperCase: ['toLowerCase'],
  toLowerCase: ['toUpperCase'],
  trimStart: ['trim', 'trimEnd'],
  trimEnd: ['trim', 'trimStart'],
  trim: ['trimStart', 'trimEnd'],
  findIndex: ['findLastIndex'],
  findLastIndex: ['findIndex'],
  find: ['findLast'],
  findLast: ['find'],
  indexOf: ['lastIndexOf'],
  lastIndexOf: ['indexOf'],
  keys: ['values'],
  values: ['keys'],
  match: ['matchAll'],
  matchAll: ['match'],
  map: ['flatMap'],
  flatMap: ['map'],
  replace: ['replaceAll'],
  replaceAll: ['replace'],
  slice: ['splice'],
  splice: ['slice'],
  race: ['all'],
  all: ['race', 'allSettled'],
}

/** Another method of a similar name or purpose. */
export const methods = perNode('method', ({ node }, source) => {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return []
  const { property, computed } = node.callee
  if (computed || property.type !== 'Identifier') return []
  const { name } = property
  return (Object.hasOwn(similar, name) ? (similar[name] ?? []) : []).map((other) =>
    replaceNode(property, other, methodOddness(name, node, source)),
  )
})

/** Calls that cannot have been meant: `replace` with a text where all were, `splice` used like `slice`. */
function methodOddness(name: string, { arguments: given }: CallExpression, source: Source): number {
  const first = given[0]
  if (name === 'replace' && first && /^['"`]/.test(textOf(source, first))) return 3
  if (name === 'race') return 3
  return name === 'unshift' || name === 'trimStart' || name === 'lastIndexOf' ? 2 : 1
}

/** Two neighbouring arguments in the other order. */
export const argumentOrder = perNode('arguments', ({ node }, source, repository) => {
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return []
  const wanted = parametersOf(node, source, repository)
  return node.arguments.slice(1).flatMap((second, index) => {
    const first = node.arguments[index]
    if (!first || first.type === 'SpreadElement' || second.type === 'SpreadElement') return []
    const [a, b] = [textOf(source, first), textOf(source, second)]
    if (a === b) return []
    const between = source.text.slice(first.end, second.start)
    const names = [wanted?.[index] ?? '', wanted?.[index + 1] ?? '']
    const now = likeness(a, names[0]) + likeness(b, names[1])
    const then = likeness(b, names[0]) + likeness(a, names[1])
    const oddness = then > now ? 10 : then < now ? 0.1 : isFunction(second) ? 0.3 : 1
    return [replaceNode({ start: first.start, end: second.end }, b + between + a, oddness)]
  })
})

function parametersOf(
  { callee }: CallExpression | NewExpression,
  source: Source,
  { parameters }: Repository,
): readonly string[] | undefined {
  const name = callee.type === 'MemberExpression' ? callee.property : callee
  return parameters.get(textOf(source, name))
}

/** Whether an argument looks like the parameter of that name. */
function likeness(argument: string, parameter: string | undefined): number {
  if (!parameter) return 0
  if (argument === parameter) return 2
  const words = new Set(argument.toLowerCase().match(/[a-z]+/g) ?? [])
  return words.has(parameter.toLowerCase()) ? 1 : 0
}

/** `await` where nobody waits. */
export const waiting = perNode('await', ({ node, parents }, source, { asyncNames }) => {
  const owner = parents.find(isFunction)
  if (!owner?.async) return []
  if (node.type === 'ForOfStatement' && !node.await) {
    const start = source.text.indexOf('for', node.start) + 3
    return [replaceNode({ start, end: start }, ' await')]
  }
  const isPromise = node.type === 'CallExpression' || isBareCallback(node, parents)
  if (!isPromise || parents[0]?.type === 'AwaitExpression') return []
  const oddness =
    node.type === 'CallExpression' ? promiseOddness(node, parents, source, asyncNames) : 0.3
  return [replaceNode({ start: node.start, end: node.start }, 'await ', oddness)]
})

/** A variable that may hold a promise, where it is given back. */
function isBareCallback(node: AnyNode, [parent]: readonly AnyNode[]): boolean {
  return node.type === 'Identifier' && parent?.type === 'ReturnStatement'
}

function promiseOddness(
  { callee }: CallExpression,
  [parent]: readonly AnyNode[],
  source: Source,
  asyncNames: ReadonlySet<string>,
): number {
  const text = textOf(source, callee)
  const name = /[\w$]+$/.exec(text)?.[0] ?? ''
  const isAsync = asyncNames.has(name) || /^Promise\./.test(text)
  const isAlone = parent?.type === 'ExpressionStatement'
  if (isAsync) return parent?.type === 'ReturnStatement' ? 1 : 8
  return isAlone ? 1 : 0.3
}
