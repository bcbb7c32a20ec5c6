import type { PatchHunk } from './parse-patch.ts'
import { linesOf } from './unified.ts'

export interface HunkOutcome {
  readonly hunk: PatchHunk
  /** Undefined where the hunk found no place. */
  readonly line: number | undefined
  readonly offset: number
  readonly fuzz: number
}

export interface ApplyOutcome {
  readonly text: string
  readonly hunks: readonly HunkOutcome[]
}

export interface ApplyOptions {
  /** Context lines that may be ignored at either end: 0 for `git apply`, 2 for `patch`. */
  readonly fuzz: number
  /** A hunk for line 1 or without context at its end only fits there: the rule of `git apply`. */
  readonly anchored: boolean
}

/** Applies hunks in order, each where it fits nearest to where it should be. */
export function applyHunks(
  text: string,
  hunks: readonly PatchHunk[],
  options: ApplyOptions,
): ApplyOutcome {
  const source = linesOf(text)
  const result: string[] = []
  const outcomes: HunkOutcome[] = []
  let consumed = 0
  let drift = 0
  for (const hunk of hunks) {
    const wanted = Math.max(0, hunk.oldStart - (hunk.before.length === 0 ? 0 : 1)) + drift
    const found = findPlace(source, hunk, wanted, consumed, options)
    if (!found) {
      outcomes.push({ hunk, line: undefined, offset: 0, fuzz: 0 })
      continue
    }
    const { at, cutHead, cutTail, fuzz } = found
    result.push(...source.slice(consumed, at + cutHead))
    result.push(...hunk.after.slice(cutHead, hunk.after.length - cutTail))
    consumed = at + hunk.before.length - cutTail
    outcomes.push({ hunk, line: at + 1, offset: at - (wanted - drift), fuzz })
    drift = at - (wanted - drift)
  }
  result.push(...source.slice(consumed))
  return { text: result.join(''), hunks: outcomes }
}

interface Place {
  readonly at: number
  readonly cutHead: number
  readonly cutTail: number
  readonly fuzz: number
}

function findPlace(
  source: readonly string[],
  hunk: PatchHunk,
  wanted: number,
  lowest: number,
  { fuzz: maxFuzz, anchored }: ApplyOptions,
): Place | undefined {
  const context = Math.max(hunk.leading, hunk.trailing)
  for (let fuzz = 0; fuzz <= Math.min(maxFuzz, context); fuzz++) {
    const cutHead = Math.max(0, fuzz + hunk.leading - context)
    const cutTail = Math.max(0, fuzz + hunk.trailing - context)
    const pattern = hunk.before.slice(cutHead, hunk.before.length - cutTail)
    const first = lowest - cutHead
    const last = source.length - pattern.length - cutHead
    const atStart = anchored && hunk.oldStart <= 1
    const atEnd = anchored && hunk.trailing === 0
    const fits = (at: number) =>
      at >= first &&
      at <= last &&
      !(atStart && at !== 0) &&
      !(atEnd && at + hunk.before.length !== source.length) &&
      pattern.every((line, index) => source[at + cutHead + index] === line)
    const reach = Math.max(wanted - first, last - wanted, 0)
    for (let distance = 0; distance <= reach; distance++) {
      if (fits(wanted + distance)) return { at: wanted + distance, cutHead, cutTail, fuzz }
      if (fits(wanted - distance)) return { at: wanted - distance, cutHead, cutTail, fuzz }
    }
  }
  return undefined
}
