import { type BugOperator, type Site, siteAt } from './source.ts'

/** A promise that nobody waits for. */
export const missingAwait: BugOperator = {
  name: 'missing-await',
  sites: (source) =>
    source.nodes.flatMap(({ node }): Site[] => {
      if (node.type === 'AwaitExpression') {
        const range = { start: node.start, end: node.argument.start }
        return [siteAt(source, range, '', 'await was left out')]
      }
      if (node.type !== 'ForOfStatement' || !node.await) return []
      const start = source.text.indexOf('await', node.start)
      return [siteAt(source, { start, end: start + 'await '.length }, '', 'for await became for')]
    }),
}
