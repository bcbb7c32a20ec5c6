import type { AnyNode, Expression } from 'acorn'
import { type BugOperator, type ParsedSource, type Site, siteAt, textOf } from './source.ts'

/** A condition that has lost its `!`, or gained one. */
export const invertedCondition: BugOperator = {
  name: 'inverted-condition',
  sites: (source) =>
    source.nodes.flatMap(({ node }) => {
      const test = conditionOf(node)
      return test ? invert(source, test) : []
    }),
}

function conditionOf(node: AnyNode): Expression | undefined {
  if (node.type === 'IfStatement' || node.type === 'ConditionalExpression') return node.test
  if (node.type === 'ReturnStatement' && node.argument && isTest(node.argument))
    return node.argument
  if (node.type === 'LogicalExpression' && isTest(node.left)) return node.left
  return undefined
}

function isTest(node: Expression): boolean {
  return node.type === 'UnaryExpression' && node.operator === '!'
}

function invert(source: ParsedSource, test: Expression): Site[] {
  if (test.type === 'UnaryExpression' && test.operator === '!') {
    const inner = textOf(source, test.argument)
    return [siteAt(source, test, inner, 'a negation was lost')]
  }
  const text = textOf(source, test)
  const isPlain = ['Identifier', 'MemberExpression', 'CallExpression'].includes(test.type)
  return [siteAt(source, test, isPlain ? `!${text}` : `!(${text})`, 'a condition was negated')]
}
