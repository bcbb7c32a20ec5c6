import { bindingsOf, isRead, visibleAt } from '../scope.ts'
import { isFunction, textOf } from '../source.ts'
import type { CandidateMaker } from './edit.ts'

/** Another variable of the function in place of one that is read. */
export const names: CandidateMaker = (source) => {
  const bindings = bindingsOf(source)
  return source.nodes.flatMap((located) => {
    const { node, parents } = located
    if (node.type !== 'Identifier' || !isRead(located)) return []
    const visible = visibleAt(bindings, located)
    const here = visible.find(({ name }) => name === node.name)
    if (!here) return []
    const owner = parents.find(isFunction)
    const others = new Map(visible.map((binding) => [binding.name, binding]))
    others.delete(node.name)
    const [parent] = parents
    const isShorthand = parent?.type === 'Property' && parent.shorthand
    // `{ value: other }` where `{ value }` could stand.
    const key = parent?.type === 'Property' && !isShorthand ? textOf(source, parent.key) : undefined
    const isTwice = isRepeated(located, source.text)
    // One of many choices is seldom the one.
    const share = 2 / Math.sqrt(others.size)
    return [...others.values()].map(({ name, unused, scope }) => {
      const sameFunction =
        scope === owner || parents.indexOf(scope) <= parents.indexOf(owner ?? scope)
      const oddness =
        (unused ? 6 : 1) *
        (key === name ? 4 : 1) *
        (isTwice ? 4 : 1) *
        (sameFunction ? 1 : 0.5) *
        share
      const replacement = isShorthand ? `${node.name}: ${name}` : name
      return { source, kind: 'name', start: node.start, end: node.end, replacement, oddness }
    })
  })
}

/** One side of a comparison or one of two arguments that says the same as the other. */
function isRepeated(
  { node, parents: [parent] }: Parameters<typeof isRead>[0],
  text: string,
): boolean {
  if (!parent) return false
  const own = text.slice(node.start, node.end)
  if (parent.type === 'BinaryExpression' || parent.type === 'LogicalExpression') {
    return [parent.left, parent.right].every((side) => text.slice(side.start, side.end) === own)
  }
  if (parent.type !== 'CallExpression') return false
  return parent.arguments.filter((other) => text.slice(other.start, other.end) === own).length > 1
}
