import type { AnyNode, BinaryExpression } from 'acorn'
import { type BugOperator, type ParsedSource, type Site, siteAt } from './source.ts'

const swaps: Readonly<Record<string, string>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '===': '!==',
  '!==': '===',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '/',
  '&&': '||',
  '||': '&&',
  '??': '||',
  '+=': '-=',
  '-=': '+=',
}

/** A comparison, arithmetic or logical operator turned into its opposite. */
export const swappedOperator: BugOperator = {
  name: 'swapped-operator',
  sites: (source) =>
    source.nodes.flatMap(({ node, parents }): Site[] => {
      if (node.type === 'AssignmentExpression') {
        const isText = node.right.type === 'Literal' && typeof node.right.value === 'string'
        return isText ? [] : swap(source, node.left.end, node.right.start, node.operator)
      }
      if (node.type !== 'BinaryExpression' && node.type !== 'LogicalExpression') return []
      if (node.type === 'BinaryExpression' && node.operator === '+' && joinsText(node)) return []
      // `a || b ?? c` is no JavaScript.
      if (isCoalescing(node) && (isCoalescing(node.left) || isCoalescing(parents[0]))) return []
      return swap(source, node.left.end, node.right.start, node.operator)
    }),
}

function swap(source: ParsedSource, from: number, to: number, operator: string): Site[] {
  const other = swaps[operator]
  const start = source.text.indexOf(operator, from)
  if (other === undefined || start === -1 || start >= to) return []
  const range = { start, end: start + operator.length }
  return [siteAt(source, range, other, `${operator} became ${other}`)]
}

function isCoalescing(node: AnyNode | undefined): boolean {
  return node?.type === 'LogicalExpression' && node.operator === '??'
}

/** `+` between texts: `-` would give NaN everywhere, which nobody writes. */
function joinsText({ left, right }: BinaryExpression): boolean {
  return [left, right].some(
    (side) =>
      side.type === 'TemplateLiteral' ||
      (side.type === 'Literal' && typeof side.value === 'string'),
  )
}
