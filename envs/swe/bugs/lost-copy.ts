import type { AnyNode, CallExpression, Expression, NewExpression, SpreadElement } from 'acorn'
import { type BugOperator, type Site, siteAt, textOf } from './source.ts'

const collections = ['Map', 'Set', 'WeakMap', 'WeakSet']

/** A copy that nobody makes any more: whoever holds the original changes it for others. */
export const lostCopy: BugOperator = {
  name: 'lost-copy',
  sites: (source) =>
    source.nodes.flatMap(({ node }): Site[] => {
      const original = copiedBy(node)
      if (!original || isIterator(original)) return []
      return [siteAt(source, node, textOf(source, original), 'a copy was left out')]
    }),
}

function copiedBy(node: AnyNode): Expression | undefined {
  switch (node.type) {
    case 'ArrayExpression':
      return onlySpread(node.elements)
    case 'ObjectExpression':
      return onlySpread(node.properties)
    case 'NewExpression': {
      const isCollection =
        node.callee.type === 'Identifier' && collections.includes(node.callee.name)
      return isCollection ? onlyArgument(node) : undefined
    }
    case 'CallExpression':
      return copiedByCall(node)
    default:
      return undefined
  }
}

function copiedByCall(node: CallExpression): Expression | undefined {
  const { callee } = node
  if (callee.type === 'Identifier') {
    return callee.name === 'structuredClone' ? onlyArgument(node) : undefined
  }
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return undefined
  const { object, property } = callee
  if (object.type === 'Super') return undefined
  if (property.name === 'slice') return node.arguments.length === 0 ? object : undefined
  const isFrom = property.name === 'from' && object.type === 'Identifier' && object.name === 'Array'
  return isFrom ? onlyArgument(node) : undefined
}

function onlySpread(parts: readonly (AnyNode | null)[]): Expression | undefined {
  const [only] = parts
  return parts.length === 1 && only?.type === 'SpreadElement' ? only.argument : undefined
}

function onlyArgument({ arguments: given }: CallExpression | NewExpression) {
  const [only] = given as readonly (Expression | SpreadElement)[]
  return given.length === 1 && only?.type !== 'SpreadElement' ? only : undefined
}

/** `[...map.keys()]` makes a list of what is none: without it nothing works at all. */
function isIterator(node: Expression): boolean {
  if (node.type === 'Identifier' || node.type === 'MemberExpression') return false
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return true
  const { property } = node.callee
  const name = property.type === 'Identifier' ? property.name : ''
  return ['keys', 'values', 'entries', 'matchAll'].includes(name)
}
