import { type BugOperator, type Site, siteAt, textOf } from './source.ts'

/** Two neighbouring arguments of a call in the wrong order. */
export const swappedArguments: BugOperator = {
  name: 'swapped-arguments',
  sites: (source) =>
    source.nodes.flatMap(({ node }): Site[] => {
      if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return []
      return node.arguments.slice(1).flatMap((second, index): Site[] => {
        const first = node.arguments[index]
        if (!first || first.type === 'SpreadElement' || second.type === 'SpreadElement') return []
        const between = source.text.slice(first.end, second.start)
        const swapped = textOf(source, second) + between + textOf(source, first)
        const range = { start: first.start, end: second.end }
        if (swapped === source.text.slice(range.start, range.end)) return []
        return [siteAt(source, range, swapped, 'two arguments were swapped')]
      })
    }),
}
