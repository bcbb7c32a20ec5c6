import { type BugOperator, type Site, siteAt } from './source.ts'

/** `true` where `false` was meant, or the other way round; defaults are `wrong-default`'s. */
export const flippedBoolean: BugOperator = {
  name: 'flipped-boolean',
  sites: (source) =>
    source.nodes.flatMap(({ node, parents }): Site[] => {
      if (node.type !== 'Literal' || typeof node.value !== 'boolean') return []
      if (parents[0]?.type === 'AssignmentPattern') return []
      return [siteAt(source, node, String(!node.value), `${node.value} became ${!node.value}`)]
    }),
}
