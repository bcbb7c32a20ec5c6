import { type BugOperator, type Site, siteAt } from './source.ts'

const pairs: readonly (readonly [string, string])[] = [
  ['some', 'every'],
  ['push', 'unshift'],
  ['pop', 'shift'],
  ['startsWith', 'endsWith'],
  ['floor', 'ceil'],
  ['min', 'max'],
  ['toUpperCase', 'toLowerCase'],
  ['trimStart', 'trimEnd'],
  ['findIndex', 'findLastIndex'],
  ['keys', 'values'],
  ['match', 'matchAll'],
]
const oneWay: Readonly<Record<string, string>> = {
  flatMap: 'map',
  trim: 'trimStart',
  indexOf: 'lastIndexOf',
  round: 'floor',
  replaceAll: 'replace',
  splice: 'slice',
  all: 'race',
}
const similar = new Map([
  ...pairs,
  ...pairs.map(([a, b]) => [b, a] as const),
  ...Object.entries(oneWay),
])

/** A method called where one with a similar name or purpose was meant. */
export const similarMethod: BugOperator = {
  name: 'similar-method',
  sites: (source) =>
    source.nodes.flatMap(({ node }): Site[] => {
      if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return []
      const { property, computed } = node.callee
      if (computed || property.type !== 'Identifier') return []
      const other = similar.get(property.name)
      if (other === undefined) return []
      return [siteAt(source, property, other, `${property.name}() became ${other}()`)]
    }),
}
