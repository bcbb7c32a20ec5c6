import type { AnyNode, Statement } from 'acorn'
import { namesIn, type ParsedSource } from './source.ts'

/** The statements of every block, `case` and module, as lists. */
export function blocksOf(source: ParsedSource): readonly (readonly AnyNode[])[] {
  return source.nodes.flatMap(({ node }): (readonly AnyNode[])[] => {
    switch (node.type) {
      case 'BlockStatement':
      case 'StaticBlock':
      case 'Program':
        return [node.body]
      case 'SwitchCase':
        return [node.consequent]
      default:
        return []
    }
  })
}

/** Everything that stands inside of a node, itself included. */
export function within(source: ParsedSource, outer: AnyNode) {
  return source.nodes.filter(({ node }) => outer.start <= node.start && node.end <= outer.end)
}

/** A statement after which the next one of its block is never reached. */
export function isJump({ type }: AnyNode): boolean {
  return (
    type === 'ReturnStatement' ||
    type === 'ThrowStatement' ||
    type === 'BreakStatement' ||
    type === 'ContinueStatement'
  )
}

/** Names a statement declares for those behind it. */
export function declaredBy(node: AnyNode): readonly string[] {
  return node.type === 'VariableDeclaration'
    ? node.declarations.flatMap(({ id }) => namesIn(id))
    : []
}

/** A statement that can stand elsewhere: no declaration that is hoisted, no directive. */
export function isMovable(node: AnyNode): node is Statement {
  if (/^(?:Import|Export)|^(?:Function|Class)Declaration$|^EmptyStatement$/.test(node.type)) {
    return false
  }
  return !(node.type === 'ExpressionStatement' && typeof node.directive === 'string')
}
