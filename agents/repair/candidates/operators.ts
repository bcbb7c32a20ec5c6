import type { BinaryExpression, Expression, PrivateIdentifier } from 'acorn'
import { type Source, textOf } from '../source.ts'
import { perNode, replaceNode } from './edit.ts'

const others: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>', '>='],
  '<=': ['<', '>=', '>'],
  '>': ['>=', '<', '<='],
  '>=': ['>', '<=', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '==': ['!='],
  '!=': ['=='],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*', '%'],
  '%': ['/'],
  '&&': ['||'],
  '||': ['&&', '??'],
  '??': ['||'],
  '+=': ['-='],
  '-=': ['+='],
}

/** Another operator of the same sort. */
export const operators = perNode('operator', ({ node, parents }, source) => {
  if (node.type === 'UpdateExpression') {
    const start = node.prefix ? node.start : node.end - 2
    return [replaceNode({ start, end: start + 2 }, node.operator === '++' ? '--' : '++')]
  }
  const isBinary =
    node.type === 'BinaryExpression' ||
    node.type === 'LogicalExpression' ||
    node.type === 'AssignmentExpression'
  if (!isBinary) return []
  const start = source.text.indexOf(node.operator, node.left.end)
  const range = { start, end: start + node.operator.length }
  const oddness =
    node.type === 'BinaryExpression' ? oddnessOf(node, parents[0]?.type ?? '', source) : 1
  return (others[node.operator] ?? [])
    .filter((other) => !mixesChoices([parents[0], node.left, node.right], node.operator, other))
    .map((other) => replaceNode(range, other, other.startsWith(node.operator) ? 1 : oddness))
})

/** `a || b ?? c` is no JavaScript; what mixes already stands in parentheses. */
function mixesChoices(
  neighbours: readonly ({ readonly type: string; readonly operator?: unknown } | undefined)[],
  operator: string,
  other: string,
): boolean {
  return neighbours.some((neighbour) => {
    if (neighbour?.type !== 'LogicalExpression') return false
    const isChoice = neighbour.operator === '??'
    return (operator === '??') === isChoice && (other === '??') !== isChoice
  })
}

/** Loops that run the wrong way, differences of one thing, text that is subtracted. */
function oddnessOf(node: BinaryExpression, parent: string, source: Source): number {
  const { left, right, operator } = node
  if (left.type === 'Identifier' && textOf(source, left) === textOf(source, right)) return 4
  if (parent === 'ForStatement' && operator.startsWith('>') && reads(right, 'length')) return 6
  if (operator === '-' && (isText(left) || isText(right))) return 8
  return 1
}

const reads = (node: Expression, name: string) =>
  node.type === 'MemberExpression' &&
  node.property.type === 'Identifier' &&
  node.property.name === name

const isText = (node: Expression | PrivateIdentifier) =>
  node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node.value === 'string')
