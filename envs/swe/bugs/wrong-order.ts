import type { AnyNode } from 'acorn'
import { blocksOf, declaredBy, isJump, isMovable, within } from './blocks.ts'
import {
  type BugOperator,
  namesIn,
  type ParsedSource,
  type Site,
  siteAt,
  textOf,
} from './source.ts'
import { isLateUpdate } from './stale-state.ts'

/** Two neighbouring statements in the wrong order; a late update is `stale-state`'s. */
export const wrongOrder: BugOperator = {
  name: 'wrong-order',
  sites: (source) =>
    blocksOf(source).flatMap((statements) =>
      statements.slice(1).flatMap((second, index): Site[] => {
        const first = statements[index]
        if (!first || !canSwap(source, first, second)) return []
        const between = source.text.slice(first.end, second.start)
        const swapped = textOf(source, second) + between + textOf(source, first)
        const range = { start: first.start, end: second.end }
        if (swapped === source.text.slice(range.start, range.end)) return []
        return [siteAt(source, range, swapped, 'two statements were swapped')]
      }),
    ),
}

function canSwap(source: ParsedSource, first: AnyNode, second: AnyNode): boolean {
  if (!isMovable(first) || !isMovable(second) || isJump(first) || isJump(second)) return false
  const mentioned = new Set(within(source, second).flatMap(({ node }) => nameOf(node)))
  if (declaredBy(first).some((name) => mentioned.has(name))) return false
  if (isLateUpdate(source, first, second)) return false
  return depends(source, first, second)
}

/** Statements that call nothing, jump nowhere and write nothing the other one has do not mind. */
function depends(source: ParsedSource, first: AnyNode, second: AnyNode): boolean {
  const [a, b] = [effectsOf(source, first), effectsOf(source, second)]
  if ((a.acts && b.acts) || (a.acts && b.writes.size > 0) || (b.acts && a.writes.size > 0)) {
    return true
  }
  return (
    [...a.writes].some((name) => b.names.has(name)) ||
    [...b.writes].some((name) => a.names.has(name))
  )
}

interface Effects {
  readonly acts: boolean
  readonly writes: ReadonlySet<string>
  readonly names: ReadonlySet<string>
}

function effectsOf(source: ParsedSource, statement: AnyNode): Effects {
  const inside = within(source, statement)
  const writes = inside.flatMap(({ node }) => {
    if (node.type === 'UpdateExpression') return lastName(node.argument)
    if (node.type !== 'AssignmentExpression') return []
    const { left } = node
    return left.type === 'ObjectPattern' || left.type === 'ArrayPattern'
      ? namesIn(left)
      : lastName(left)
  })
  const acts = inside.some(({ node }) =>
    /^(?:Call|New|Await|Yield)Expression$|^(?:Return|Throw|Break|Continue)Statement$/.test(
      node.type,
    ),
  )
  return { acts, writes: new Set(writes), names: new Set(inside.flatMap((e) => nameOf(e.node))) }
}

function nameOf(node: AnyNode): string[] {
  return node.type === 'Identifier' || node.type === 'PrivateIdentifier' ? [node.name] : []
}

function lastName(node: AnyNode): string[] {
  return node.type === 'MemberExpression' ? nameOf(node.property) : nameOf(node)
}
