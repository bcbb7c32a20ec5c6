import { isDeepStrictEqual } from 'node:util'
import type { Json, Trajectory, Turn } from '../../../core/index.ts'
import { actionKind } from './action-kind.ts'
import { normalizeMessage } from './normalize.ts'

/** What went wrong in one episode, each with how often. */
export interface EpisodeFailures {
  readonly actions: number
  /** The env said so. */
  readonly failed: number
  readonly invalid: number
  readonly ended: 'terminated' | 'truncated' | 'failed'
  /** Of failing actions: their kind and why. */
  readonly reasons: readonly (readonly [reason: string, count: number])[]
  readonly exitCodes: readonly (readonly [code: string, count: number])[]
  /** Actions done again and again to no effect, with how often in a row. */
  readonly loops: readonly (readonly [action: string, length: number])[]
}

/** An action answered the same this often in a row is a loop. */
export const LOOP = 3
/** Kept of an episode: what is beyond is counted as other. */
const MOST_REASONS = 20

/** Reads an episode's failures off its turns. */
export function failuresOf({ turns: played, outcome }: Trajectory): EpisodeFailures {
  // As in the summary: what came before the infrastructure failed is not counted.
  const turns = outcome.status === 'failed' ? [] : played
  const failing = turns.filter(isFailing)
  return {
    actions: turns.length,
    failed: failing.filter(({ invalid }) => invalid === undefined).length,
    invalid: failing.filter(({ invalid }) => invalid !== undefined).length,
    ended: outcome.status === 'failed' ? 'failed' : outcome.ended,
    reasons: countNames(failing.map(reasonOf)),
    exitCodes: countNames(
      turns.flatMap(({ info }) => {
        const code = info?.['exitCode']
        return typeof code === 'number' && code !== 0 ? [String(code)] : []
      }),
    ),
    loops: loopsOf(turns),
  }
}

/** As `failedActions` of a run's summary counts them. */
const isFailing = ({ invalid, info }: Turn) => invalid !== undefined || info?.['failed'] === true

function reasonOf({ action, invalid, info }: Turn): string {
  if (invalid !== undefined) return `invalid: ${normalizeMessage(String(invalid))}`
  const { kind, program } = actionKind(action)
  const { exitCode, error, reason } = info ?? {}
  const said = [error, reason].find((value) => typeof value === 'string')
  if (typeof said === 'string') return `${kind}: ${normalizeMessage(said)}`
  return typeof exitCode === 'number'
    ? `${program ?? kind}: exit code ${exitCode}`
    : `${program ?? kind}: failed`
}

function countNames(names: readonly string[]): (readonly [string, number])[] {
  const counts = new Map<string, number>()
  for (const name of names) {
    const key = counts.has(name) || counts.size < MOST_REASONS ? name : 'other'
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return [...counts]
}

function loopsOf(turns: readonly Turn[]): (readonly [string, number])[] {
  const longest = new Map<string, number>()
  for (let start = 0; start < turns.length; ) {
    let end = start + 1
    while (end < turns.length && repeats(turns[end], turns[start])) end++
    if (end - start >= LOOP) {
      const name = excerptOf(turns[start]?.action ?? null)
      longest.set(name, Math.max(longest.get(name) ?? 0, end - start))
    }
    start = end
  }
  return [...longest].sort(([, a], [, b]) => b - a).slice(0, MOST_REASONS)
}

/** The same action alone may be progress: three rooms further south. */
function repeats(turn: Turn | undefined, first: Turn | undefined): boolean {
  if (!turn || !first || !isDeepStrictEqual(turn.action, first.action)) return false
  if (turn.stateHash !== undefined && turn.stateHash === first.stateHash) return true
  return isDeepStrictEqual(turn.observation, first.observation)
}

const EXCERPT = 100

function excerptOf(action: Json): string {
  const { kind } = actionKind(action)
  const fields = typeof action === 'object' && action !== null ? action : {}
  const { command } = fields as { readonly command?: Json }
  const said =
    typeof command === 'string'
      ? command
      : typeof action === 'string'
        ? action
        : JSON.stringify(action)
  const line = said
    .slice(0, EXCERPT * 4)
    .replace(/\s+/g, ' ')
    .trim()
  return `${kind}: ${line.length > EXCERPT ? `${line.slice(0, EXCERPT - 1)}…` : line}`
}
