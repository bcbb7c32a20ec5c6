import type { AnyNode } from 'acorn'
import type { Candidate } from '../candidate.ts'
import { isRead } from '../scope.ts'
import { isFunction, type Source, textOf } from '../source.ts'
import type { CandidateMaker } from './edit.ts'

/** Statements in another order: neighbours swapped, an update farther up, a value read later. */
export const order: CandidateMaker = (source) =>
  source.nodes.flatMap(({ node, parents }) => {
    if (!parents.some(isFunction) && !isFunction(node)) return []
    const body =
      node.type === 'BlockStatement' ? node.body : node.type === 'SwitchCase' ? node.consequent : []
    return body.flatMap((statement, index) => [
      ...movedUp(source, body, index),
      ...readLater(source, body, statement, index),
    ])
  })

const FARTHEST = 4

/** The statement before one or more of those above it. */
function movedUp(source: Source, body: readonly AnyNode[], index: number): Candidate[] {
  const statement = body[index]
  if (!statement || isFixed(statement)) return []
  const own = namesIn(source, statement)
  const written = writtenIn(source, statement)
  const moves: Candidate[] = []
  for (let to = index - 1; to >= Math.max(0, index - FARTHEST); to--) {
    const above = body[to]
    const previous = body[index - 1]
    if (!above || !previous || isFixed(above)) break
    if (declaredIn(source, above).some((name) => own.has(name))) break
    const names = namesIn(source, above)
    const touches =
      [...written].some((name) => names.has(name)) ||
      [...writtenIn(source, above)].some((name) => own.has(name)) ||
      (acts(source, above) && (acts(source, statement) || written.size > 0)) ||
      (acts(source, statement) && writtenIn(source, above).size > 0)
    if (!touches) continue
    const isFar = to < index - 1
    if (isFar && statement.type !== 'ExpressionStatement') continue
    const between = source.text.slice(previous.end, statement.start)
    const text = textOf(source, statement)
    const rest = source.text.slice(above.start, previous.end)
    moves.push({
      source,
      kind: isFar ? 'order far' : 'order near',
      start: above.start,
      end: statement.end,
      replacement: text + between + rest,
      oddness: 1,
      watchedAt: above.start,
    })
  }
  return moves
}

/** `const n = x; change(); return n` where x is read after the change. */
function readLater(
  source: Source,
  body: readonly AnyNode[],
  statement: AnyNode,
  index: number,
): Candidate[] {
  if (statement.type !== 'VariableDeclaration' || statement.declarations.length !== 1) return []
  const [declared] = statement.declarations
  if (declared?.id.type !== 'Identifier' || !declared.init) return []
  const { name } = declared.id
  const uses = source.nodes.filter(
    (located) =>
      isRead(located) &&
      located.node.type === 'Identifier' &&
      located.node.name === name &&
      located.node.start > statement.end &&
      located.node.end <= (body.at(-1)?.end ?? 0),
  )
  const [use] = uses
  const next = body[index + 1]
  const reader = body.findIndex(
    ({ start, end }) => use && start <= use.node.start && use.node.end <= end,
  )
  if (!use || !next || uses.length !== 1 || reader < index + 2) return []
  if (use.parents[0]?.type === 'Property' && use.parents[0].shorthand) return []
  const value = textOf(source, declared.init)
  const start = statement.start
  const replacement =
    source.text.slice(next.start, use.node.start) +
    (/^[\w$.#]+$/.test(value) ? value : `(${value})`)
  return [
    {
      source,
      kind: 'order read',
      start,
      end: use.node.end,
      replacement,
      oddness: 1,
      watchedAt: start,
    },
  ]
}

const isFixed = ({ type }: AnyNode) =>
  /^(?:Return|Throw|Break|Continue|Empty)Statement$|^(?:Function|Class)Declaration$/.test(type)

function inside(source: Source, { start, end }: AnyNode): readonly AnyNode[] {
  return source.nodes
    .map(({ node }) => node)
    .filter((node) => start <= node.start && node.end <= end)
}

const nameOf = (node: AnyNode) =>
  node.type === 'Identifier' || node.type === 'PrivateIdentifier' ? [node.name] : []

const namesIn = (source: Source, statement: AnyNode) =>
  new Set(inside(source, statement).flatMap(nameOf))

const acts = (source: Source, statement: AnyNode) =>
  inside(source, statement).some(({ type }) =>
    /^(?:Call|New|Await|Yield)Expression$|^(?:Return|Throw|Break|Continue)Statement$/.test(type),
  )

function writtenIn(source: Source, statement: AnyNode): ReadonlySet<string> {
  return new Set(
    inside(source, statement).flatMap((node) => {
      const target =
        node.type === 'AssignmentExpression'
          ? node.left
          : node.type === 'UpdateExpression'
            ? node.argument
            : node.type === 'CallExpression' && node.callee.type === 'MemberExpression'
              ? node.callee.object
              : undefined
      if (!target) return []
      return nameOf(target.type === 'MemberExpression' ? target.property : target)
    }),
  )
}

function declaredIn(source: Source, statement: AnyNode): readonly string[] {
  if (statement.type !== 'VariableDeclaration') return []
  return statement.declarations.flatMap(({ id }) => inside(source, id).flatMap(nameOf))
}
