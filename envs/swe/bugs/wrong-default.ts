import type { Expression } from 'acorn'
import { type BugOperator, type Site, siteAt, textOf } from './source.ts'

/** A default of a parameter, an option or `??` that is another value than it should be. */
export const wrongDefault: BugOperator = {
  name: 'wrong-default',
  sites: (source) =>
    source.nodes.flatMap(({ node }): Site[] => {
      const value =
        node.type === 'AssignmentPattern' ||
        (node.type === 'LogicalExpression' && node.operator !== '&&')
          ? node.right
          : undefined
      if (!value) return []
      const text = textOf(source, value)
      return otherValues(value, text).map((other) =>
        siteAt(source, value, other, `the default ${text} became ${other}`),
      )
    }),
}

function otherValues(node: Expression, text: string): string[] {
  if (node.type === 'Identifier' && node.name === 'Infinity') return ['0']
  if (node.type !== 'Literal') return []
  if (typeof node.value === 'boolean') return [String(!node.value)]
  if (typeof node.value === 'number') {
    return node.value === 0 ? ['1'] : ['0', String(node.value * 10)]
  }
  if (typeof node.value !== 'string') return []
  const quote = text.charAt(0)
  return node.value === '' ? [`${quote} ${quote}`] : [quote + quote]
}
