import type { AnyNode } from 'acorn'
import { textOf } from '../source.ts'
import { perNode, replaceNode } from './edit.ts'

/** The other truth value. */
export const booleans = perNode('boolean', ({ node }) =>
  node.type === 'Literal' && typeof node.value === 'boolean'
    ? [replaceNode(node, String(!node.value))]
    : [],
)

/** Numbers one away; for defaults also other magnitudes. */
export const numbers = perNode('number', ({ node, parents }) => {
  if (node.type === 'Identifier' && node.name === 'Infinity' && isDefault(node, parents)) {
    return [replaceNode(node, '0')]
  }
  if (node.type !== 'Literal' || typeof node.value !== 'number') return []
  return otherNumbers(node.value, isDefault(node, parents)).map((text) => replaceNode(node, text))
})

const COMMON_TEXTS = ['', ' ', ',', '\\n', '-']

/** Something else where a default is an empty text, or nothing where it is not. */
export const texts = perNode('text', ({ node, parents }) => {
  if (node.type !== 'Literal' || typeof node.value !== 'string') return []
  const { value } = node
  if (!isDefault(node, parents)) return []
  const others = value.trim() === '' ? COMMON_TEXTS : ['']
  return others.filter((text) => text !== value).map((text) => replaceNode(node, `'${text}'`))
})

/** Values that documents or code name together with what has the default. */
export const saidDefaults = perNode('said default', ({ node, parents }, source, { documents }) => {
  if (node.type !== 'Literal' || !isDefault(node, parents)) return []
  if (typeof node.value !== 'string' && typeof node.value !== 'number') return []
  const [parent] = parents
  const target =
    parent?.type === 'AssignmentPattern' || parent?.type === 'LogicalExpression'
      ? parent.left
      : undefined
  const name = target && /[\w$]+$/.exec(textOf(source, target))?.[0]
  if (name === undefined) return []
  const literal =
    typeof node.value === 'string' ? /'[^'\n]*'/g : /(?<![\w.'])(?:0|[1-9]\d*)(?![\w.'])/g
  const lines = [source.text, ...documents].flatMap((text) => text.split('\n'))
  const said = lines
    .filter((line) => new RegExp(`\\b${name.replaceAll('$', '\\$')}\\b`).test(line))
    .flatMap((line) => line.match(literal) ?? [])
  const own = textOf(source, node)
  const counts = new Map<string, number>()
  for (const text of said) if (text !== own) counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts].map(([text, count]) => replaceNode(node, text, count))
})

function otherNumbers(value: number, isDefaultValue: boolean): readonly string[] {
  const near = Number.isInteger(value) ? [value + 1, value - 1] : []
  const scaled = isDefaultValue ? [value / 10, value * 10, 0] : []
  const all = [...new Set([...near, ...scaled])].filter((other) => other !== value)
  const texts = all.filter((other) => other >= 0 || value <= 0).map(String)
  return isDefaultValue && value === 0 ? [...texts, 'Infinity'] : texts
}

/** The value of a parameter, option or `??` that was not given. */
function isDefault(node: AnyNode, [parent]: readonly AnyNode[]): boolean {
  if (parent?.type === 'AssignmentPattern') return parent.right === node
  return parent?.type === 'LogicalExpression' && parent.operator !== '&&' && parent.right === node
}
