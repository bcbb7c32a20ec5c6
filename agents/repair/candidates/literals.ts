import type { AnyNode } from 'acorn'
import { perNode, replaceNode } from './edit.ts'

/** Numbers one away, defaults, truth values. */
export const literals = perNode('literal', ({ node, parents }) => {
  if (node.type === 'Identifier' && node.name === 'Infinity' && isDefault(node, parents)) {
    return [replaceNode(node, '0')]
  }
  if (node.type !== 'Literal') return []
  const { value } = node
  if (typeof value === 'boolean') return [replaceNode(node, String(!value))]
  if (typeof value === 'number') return numbers(value, isDefault(node, parents)).map(replace)
  if (typeof value === 'string' && isDefault(node, parents) && value.trim() === '') {
    return ['', ' ', ',', '\\n', '-'].filter((text) => text !== value).map((text) => replace(`'${text}'`))
  }
  return []

  function replace(text: string) {
    return replaceNode(node, text)
  }
})

function numbers(value: number, isDefaultValue: boolean): readonly string[] {
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
