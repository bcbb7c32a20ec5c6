import type { AnyNode } from 'acorn'
import type { Evidence } from './evidence.ts'
import { lineAt, type Source } from './source.ts'

/** What stacks and messages say about places of a file. */
export interface Places {
  /** 1 on the innermost line of a stack, less farther out. */
  stackAt(position: number): number
  /** Whether it is part of the condition under which a reported message is thrown. */
  guardsMessage(position: number): boolean
  /** Whether it is in an error that is thrown with a reported message. */
  throwsMessage(position: number): boolean
}

export function indexPlaces(source: Source, evidence: Evidence): Places {
  const messages = [
    evidence.expected,
    evidence.actual,
    ...evidence.failures.map(({ message }) => message),
  ].join('\n')
  const guards: Span[] = []
  const throws: Span[] = []
  for (const { node, parents } of source.nodes) {
    if (node.type !== 'ThrowStatement' || !saysOneOf(node, messages)) continue
    throws.push(node)
    const guard = parents.find((parent) => parent.type === 'IfStatement')
    if (guard) guards.push(guard.test)
  }
  const lines = new Map<number, number>()
  for (const { frames } of evidence.failures) {
    const inFile = frames.filter(({ file }) => file.endsWith(`/${source.file}`))
    for (const [depth, { line }] of inFile.entries()) {
      lines.set(line, Math.max(lines.get(line) ?? 0, 1 / (1 + depth)))
    }
  }
  const isIn = (spans: readonly Span[], position: number) =>
    spans.some(({ start, end }) => start <= position && position < end)
  return {
    stackAt(position) {
      const line = lineAt(source, position)
      return Math.max(lines.get(line) ?? 0, (lines.get(line + 1) ?? 0) / 2)
    },
    guardsMessage: (position) => isIn(guards, position),
    throwsMessage: (position) => isIn(throws, position),
  }
}

interface Span {
  readonly start: number
  readonly end: number
}

/** Whether a text that a statement throws is among what was reported. */
function saysOneOf(node: AnyNode, messages: string): boolean {
  const texts: string[] = []
  const gather = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(gather)
    else if (typeof value === 'object' && value !== null && 'type' in value) {
      const part = value as AnyNode
      if (part.type === 'Literal' && typeof part.value === 'string') texts.push(part.value)
      if (part.type === 'TemplateElement') texts.push(part.value.raw)
      Object.values(part).forEach(gather)
    }
  }
  gather(node)
  return texts.some((text) => text.trim().length >= 4 && messages.includes(text.trim()))
}
