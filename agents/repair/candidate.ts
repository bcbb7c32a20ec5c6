import type { Source } from './source.ts'

/** A small edit that might be the repair: the text from `start` to `end` is replaced. */
export interface Candidate {
  readonly source: Source
  readonly start: number
  readonly end: number
  readonly replacement: string
  /** The sort of mistake it would undo. */
  readonly kind: string
  /** How much the code itself speaks for it, before anything was run; 1 is nothing special. */
  readonly oddness: number
  /** Where the statement begins that is watched to see whether it matters; by default, around the edit. */
  readonly watchedAt?: number
}

export function applyCandidate({ source, start, end, replacement }: Candidate): string {
  return source.text.slice(0, start) + replacement + source.text.slice(end)
}
