import type { AnyNode } from 'acorn'
import { blocksOf, isJump, within } from './blocks.ts'
import { type BugOperator, type ParsedSource, type Site, siteAt, textOf } from './source.ts'
import { isReadOf, readsState, type Update, updateOf } from './state.ts'

/**
 * What is kept is brought up to date too late: behind the next statement that reads it, or, where
 * that returns, after its value was taken.
 */
export const staleState: BugOperator = {
  name: 'stale-state',
  sites: (source) =>
    blocksOf(source).flatMap((statements) =>
      statements.flatMap((statement, index): Site[] => {
        const update = updateOf(source, statement)
        if (!update) return []
        const rest = statements.slice(index + 1)
        const readers = rest.findIndex((other) => readsState(source, other, update.state))
        const reader = rest[readers]
        const next = rest[0]
        if (!reader || !next) return []
        if (isJump(reader)) return earlyRead(source, statement, reader, update)
        const range = { start: statement.start, end: reader.end }
        const late =
          source.text.slice(next.start, reader.end) +
          source.text.slice(statement.end, next.start) +
          textOf(source, statement)
        return [siteAt(source, range, late, 'an update came too late')]
      }),
    ),
}

/** Whether the two statements, swapped, are a late update. */
export function isLateUpdate(source: ParsedSource, first: AnyNode, second: AnyNode): boolean {
  const update = updateOf(source, first)
  return update !== undefined && readsState(source, second, update.state)
}

/** `this.n += 1; return this.n` gives what `this.n` was before. */
function earlyRead(
  source: ParsedSource,
  statement: AnyNode,
  reader: AnyNode,
  update: Update,
): Site[] {
  const read = readIn(source, reader, update)
  const name = ['before', 'current', 'previous', 'known'].find((n) => !source.text.includes(n))
  if (!read || name === undefined) return []
  const lineStart = source.text.lastIndexOf('\n', statement.start - 1) + 1
  const indent = source.text.slice(lineStart, statement.start)
  const separator = indent.trim() === '' ? `\n${indent}` : ' '
  const replacement = [
    `const ${name} = ${textOf(source, read)};${separator}`,
    source.text.slice(statement.start, read.start),
    name,
    source.text.slice(read.end, reader.end),
  ].join('')
  const range = { start: statement.start, end: reader.end }
  return [siteAt(source, range, replacement, 'a value was read before its update')]
}

/** The state in what is returned, or all of that where it is read by others or from inside. */
function readIn(
  source: ParsedSource,
  reader: AnyNode,
  { state, changesInside }: Update,
): AnyNode | undefined {
  const entry = within(source, reader).find((inside) =>
    changesInside
      ? [`${state}.size`, `${state}.length`].includes(textOf(source, inside.node))
      : isReadOf(source, inside, state),
  )
  if (entry) return entry.parents.some((parent) => isShorthand(parent)) ? undefined : entry.node
  const whole = reader.type === 'ReturnStatement' ? reader.argument : undefined
  return whole && textOf(source, whole) !== state ? whole : undefined
}

function isShorthand(parent: AnyNode): boolean {
  return parent.type === 'Property' && parent.shorthand
}
