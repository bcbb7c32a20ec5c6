import { type BugOperator, removalOf, type Site } from './source.ts'

/** A call that was made for its effect, and is not made. */
export const removedCall: BugOperator = {
  name: 'removed-call',
  sites: (source) =>
    source.nodes.flatMap(({ node, parents }): Site[] => {
      if (node.type !== 'ExpressionStatement') return []
      const { expression } = node
      const called = expression.type === 'AwaitExpression' ? expression.argument : expression
      const isBlock = parents[0]?.type === 'BlockStatement' || parents[0]?.type === 'SwitchCase'
      if (called.type !== 'CallExpression' || called.callee.type === 'Super' || !isBlock) return []
      return [removalOf(source, node, 'a call was removed')]
    }),
}
