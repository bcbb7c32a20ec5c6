import type { AnyNode } from 'acorn'
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
