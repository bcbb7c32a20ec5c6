import type { AnyNode, BlockStatement } from 'acorn'
import type { Candidate } from '../candidate.ts'
import type { Binding } from '../scope.ts'
import { isFunction, type Source } from '../source.ts'

/** A place in a function where a statement can stand. */
export interface Place {
  readonly start: number
  /** Where the statement or empty block begins that is reached when this place is. */
  readonly watchedAt: number
  readonly isLast: boolean
  readonly block: BlockStatement
  readonly parents: readonly AnyNode[]
  readonly neighbours: readonly AnyNode[]
  /** What can be named there. */
  readonly visible: readonly Binding[]
}

/** Before each statement of each block, and at its end. */
export function placesIn(source: Source, bindings: readonly Binding[]): readonly Place[] {
  return source.nodes.flatMap(({ node: block, parents }): Place[] => {
    if (block.type !== 'BlockStatement' || !parents.some(isFunction)) return []
    const last = block.body.at(-1)
    const ends = /^(?:Return|Throw|Break|Continue)/.test(last?.type ?? '')
    const places = [...block.body.map(({ start }) => start), ...(ends ? [] : [block.end - 1])]
    return places.map((start, index) => ({
      start,
      watchedAt: block.body[index]?.start ?? last?.start ?? block.start,
      isLast: index === block.body.length,
      block,
      parents,
      neighbours: [block.body[index - 1], block.body[index]].filter((node) => node !== undefined),
      visible: bindings.filter(
        ({ scope, declaredAt }) =>
          declaredAt < start && (scope === block || parents.includes(scope)),
      ),
    }))
  })
}

/** The statement at the place. */
export function saidAt(
  source: Source,
  { start, watchedAt, isLast }: Place,
  { text, kind, oddness = 1 }: { text: string; kind: string; oddness?: number },
): Candidate {
  const lineStart = source.text.lastIndexOf('\n', start - 1) + 1
  const indent = /^\s*/.exec(source.text.slice(lineStart, start))?.[0] ?? ''
  const replacement = isLast ? `  ${text}\n${indent}` : `${text}\n${indent}`
  return { source, kind, start, end: start, replacement, oddness, watchedAt }
}
