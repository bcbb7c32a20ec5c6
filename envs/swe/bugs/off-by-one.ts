import type { AnyNode } from 'acorn'
import { type BugOperator, type Site, siteAt } from './source.ts'

const boundaries: Readonly<Record<string, string>> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' }
const positionMethods = [
  'slice',
  'substring',
  'charAt',
  'charCodeAt',
  'at',
  'splice',
  'indexOf',
  'startsWith',
  'shift',
]

/** A limit that is taken in or left out wrongly, or an index, offset or start that is one away. */
export const offByOne: BugOperator = {
  name: 'off-by-one',
  sites: (source) =>
    source.nodes.flatMap(({ node, parents }): Site[] => {
      if (node.type === 'BinaryExpression') {
        const other = boundaries[node.operator]
        const start = source.text.indexOf(node.operator, node.left.end)
        if (other === undefined) return []
        const range = { start, end: start + node.operator.length }
        return [siteAt(source, range, other, `${node.operator} became ${other}`)]
      }
      if (node.type !== 'Literal' || typeof node.value !== 'number') return []
      if (!Number.isInteger(node.value) || !isPosition(node, parents)) return []
      const { value } = node
      const others = value === 0 ? [1] : [value - 1, value + 1]
      return others.map((other) => siteAt(source, node, String(other), `${value} became ${other}`))
    }),
}

/** Numbers that count or point: indexes, offsets, starts of loops and counters. */
function isPosition(node: AnyNode, parents: readonly AnyNode[]): boolean {
  const [parent] = parents
  if (parent?.type === 'BinaryExpression') return parent.operator === '+' || parent.operator === '-'
  if (parent?.type === 'AssignmentExpression') return parent.operator !== '='
  if (parent?.type === 'VariableDeclarator') return true
  if (parent?.type === 'ConditionalExpression') return parent.test !== node
  if (parent?.type === 'MemberExpression') return parent.computed && parent.property === node
  if (parent?.type !== 'CallExpression' || parent.callee.type !== 'MemberExpression') return false
  const { property } = parent.callee
  return property.type === 'Identifier' && positionMethods.includes(property.name)
}
