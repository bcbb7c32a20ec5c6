import type { AnyNode, Expression } from 'acorn'
import { isFunction, type Source, textOf } from '../source.ts'
import { perNode, replaceNode } from './edit.ts'

/** Conditions with their opposite. */
export const conditions = perNode('condition', ({ node, parents }, source) => {
  const test = conditionOf(node, parents)
  if (!test) return []
  if (test.type === 'UnaryExpression' && test.operator === '!') {
    const inner = test.argument
    const oddness = comparisonOddness(inner) ?? (guardsUse(node, inner, source) ? 6 : 1)
    const bare = textOf(source, inner)
    return [replaceNode(test, bare.startsWith('(') ? bare.slice(1, -1) : bare, oddness)]
  }
  const text = textOf(source, test)
  const isPlain = ['Identifier', 'MemberExpression', 'CallExpression'].includes(test.type)
  // A comparison is turned round by its operator.
  if (test.type === 'BinaryExpression' && /^[!=]==?$/.test(test.operator)) return []
  return [replaceNode(test, isPlain ? `!${text}` : `!(${text})`)]
})

function conditionOf(node: AnyNode, parents: readonly AnyNode[]): Expression | undefined {
  switch (node.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
    case 'WhileStatement':
      return node.test
    case 'ReturnStatement':
      return node.argument && isTest(node.argument) ? node.argument : undefined
    case 'LogicalExpression':
      return node.operator === '??' || node.left.type === 'LogicalExpression'
        ? undefined
        : node.left
    case 'UnaryExpression':
      return isTest(node) && parents[0]?.type === 'LogicalExpression' ? node : undefined
    default: {
      const isBody = isFunction(node) && node.body.type !== 'BlockStatement' && isTest(node.body)
      return isBody && node.body.type !== 'BlockStatement' ? node.body : undefined
    }
  }
}

/** Nobody writes !(a === b); !(a < b) is seen where a may be no number. */
function comparisonOddness(node: Expression): number | undefined {
  if (node.type !== 'BinaryExpression') return undefined
  return /^[!=]==?$/.test(node.operator) ? 12 : 2
}

const isTest = (node: Expression) => node.type === 'UnaryExpression' && node.operator === '!'

/** `if (!x) use(x.y)`: what is done there needs what is not there. */
function guardsUse(node: AnyNode, value: Expression, source: Source): boolean {
  const name = textOf(source, value)
  if (node.type === 'IfStatement') return textOf(source, node.consequent).includes(`${name}.`)
  if (node.type === 'ConditionalExpression') {
    return textOf(source, node.consequent).includes(`${name}.`)
  }
  if (node.type === 'LogicalExpression' && node.operator === '&&') {
    return textOf(source, node.right).includes(`${name}.`)
  }
  return false
}
