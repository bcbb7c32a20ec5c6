import type { AnyNode } from 'acorn'
import type { Rng } from '../../core/index.ts'
import type { Candidate } from './candidate.ts'
import type { Failure } from './failures.ts'
import type { ProbeResult } from './probe-runtime.ts'
import { functionName, isFunction, lineAt, type Source } from './source.ts'

/** What is known about the failure. */
export interface Evidence {
  readonly failures: readonly Failure[]
  readonly words: ReadonlySet<string>
  /** Text of errors that are seen but should not be, and of those that should be seen. */
  readonly messages: string
  /** What failing runs touch; undefined where none could be watched. */
  readonly failing: ProbeResult | undefined
  readonly passing: ProbeResult | undefined
  /** Candidates whose difference was measured. */
  readonly weighed: ReadonlySet<number>
}

/** How often each sort of edit is right, roughly. */
const KINDS: Readonly<Record<string, number>> = {
  operator: 1,
  condition: 1,
  boolean: 1.5,
  number: 0.8,
  text: 1,
  method: 1.5,
  arguments: 1.5,
  await: 1,
  name: 0.3,
  insertion: 0.02,
}

/** The candidates, the most suspicious first, equal ones by chance; what cannot matter is left out. */
export function rank(
  candidates: readonly Candidate[],
  evidence: Evidence,
  rng: Rng,
): readonly Candidate[] {
  const places = new Map<Source, PlaceIndex>()
  const scored = candidates.map((candidate, id) => {
    const place = places.get(candidate.source) ?? indexPlaces(candidate.source, evidence)
    places.set(candidate.source, place)
    return { candidate, score: scoreOf(candidate, id, place, evidence) }
  })
  return rng
    .shuffle(scored.filter(({ score }) => score > 0))
    .sort((a, b) => b.score - a.score)
    .map(({ candidate }) => candidate)
}

function scoreOf(candidate: Candidate, id: number, place: PlaceIndex, evidence: Evidence): number {
  const { failing, passing, weighed } = evidence
  const prior = (KINDS[candidate.kind] ?? 1) * candidate.oddness * place.weightAt(candidate.start)
  if (!failing) return prior
  const matters = (probe: ProbeResult) =>
    weighed.has(id) ? probe.differing.has(id) : probe.reached.has(id)
  if (!matters(failing)) return 0
  if (!passing) return prior
  // What would also change passing runs would probably break them.
  return matters(passing) ? prior : prior * 6
}

interface PlaceIndex {
  weightAt(position: number): number
}

/** Where in a file stacks, names and messages point. */
function indexPlaces(source: Source, { failures, words, messages }: Evidence): PlaceIndex {
  const spans: { start: number; end: number; weight: number }[] = []
  for (const { node, parents } of source.nodes) {
    const name = isFunction(node) ? functionName(node, parents[0]) : undefined
    if (name !== undefined && words.has(name)) {
      spans.push({ start: node.start, end: node.end, weight: 1.5 })
    }
    if (node.type === 'ThrowStatement' && saysOneOf(node, messages)) {
      const guard = parents.find((parent) => parent.type === 'IfStatement')
      if (guard) spans.push({ start: guard.test.start, end: guard.test.end, weight: 5 })
    }
  }
  const lines = new Map<number, number>()
  for (const { frames } of failures) {
    const inFile = frames.filter(({ file }) => file.endsWith(`/${source.file}`))
    for (const [depth, { line }] of inFile.entries()) {
      lines.set(line, Math.max(lines.get(line) ?? 1, 4 / (1 + depth)))
    }
  }
  return {
    weightAt(position) {
      const line = lineAt(source, position)
      const near = Math.max(lines.get(line) ?? 1, (lines.get(line + 1) ?? 1) / 2)
      return spans
        .filter(({ start, end }) => start <= position && position < end)
        .reduce((product, { weight }) => product * weight, near)
    },
  }
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
