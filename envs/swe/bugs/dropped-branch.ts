import { type BugOperator, removalOf, type Site, siteAt, textOf } from './source.ts'

/** A case nobody thought of: a guard, an `else`, a `case` or one side of a choice is gone. */
export const droppedBranch: BugOperator = {
  name: 'dropped-branch',
  sites: (source) =>
    source.nodes.flatMap(({ node, parents }): Site[] => {
      if (node.type === 'IfStatement') {
        if (node.alternate) {
          const range = { start: node.consequent.end, end: node.alternate.end }
          return [siteAt(source, range, '', 'an else was removed')]
        }
        const isOneOfMany = /^(?:Program|BlockStatement|SwitchCase)$/.test(parents[0]?.type ?? '')
        return isOneOfMany ? [removalOf(source, node, 'an if was removed')] : []
      }
      if (node.type === 'ConditionalExpression') {
        return [node.consequent, node.alternate].map((side) =>
          siteAt(source, node, textOf(source, side), 'one side of a choice was removed'),
        )
      }
      const isCase = node.type === 'SwitchCase' && node.test && node.consequent.length > 0
      return isCase ? [removalOf(source, node, 'a case was removed')] : []
    }),
}
