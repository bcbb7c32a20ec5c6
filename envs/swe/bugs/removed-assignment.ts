import { type BugOperator, removalOf, type Site } from './source.ts'

/** A variable or field that is not brought up to date. */
export const removedAssignment: BugOperator = {
  name: 'removed-assignment',
  sites: (source) =>
    source.nodes.flatMap(({ node, parents }): Site[] => {
      if (node.type !== 'ExpressionStatement' || parents[0]?.type !== 'BlockStatement') return []
      const { type } = node.expression
      if (type !== 'AssignmentExpression' && type !== 'UpdateExpression') return []
      return [removalOf(source, node, 'an assignment was removed')]
    }),
}
