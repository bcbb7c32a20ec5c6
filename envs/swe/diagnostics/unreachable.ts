import type { AnyNode, Program } from 'acorn'
import { childrenOf } from '../bugs/source.ts'

const ENDINGS = new Set([
  'ReturnStatement',
  'ThrowStatement',
  'BreakStatement',
  'ContinueStatement',
])

/** Statements behind one that leaves their block. */
export function unreachableIn(program: Program): readonly string[] {
  const found: string[] = []
  const visit = (node: AnyNode): void => {
    const statements = statementsOf(node)
    const end = statements.findIndex(({ type }) => ENDINGS.has(type))
    const behind = end === -1 ? [] : statements.slice(end + 1)
    const dead = behind.find(({ type }) => type !== 'FunctionDeclaration')
    if (dead) found.push(`line ${dead.loc?.start.line ?? 0} is never reached`)
    for (const child of childrenOf(node)) visit(child)
  }
  visit(program)
  return found
}

function statementsOf(node: AnyNode): readonly AnyNode[] {
  if (node.type === 'BlockStatement' || node.type === 'Program') return node.body
  return node.type === 'SwitchCase' ? node.consequent : []
}
