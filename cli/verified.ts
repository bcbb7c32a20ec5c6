import { formatSeconds } from './format.ts'

/** How a task came out with its solution, or with nothing done. */
export interface Attempt {
  readonly passed: boolean
  readonly failToPass: number
  readonly passToPass: number
  readonly problem: string | undefined
  readonly integrity: readonly string[]
}

/** What is known of a task after it was verified. */
export interface Verified {
  readonly id: string
  readonly verdict: string
  readonly reason?: string
  readonly gold: readonly Attempt[]
  readonly untouched: Attempt | null
  readonly sandbox: { readonly kind: string; readonly reason: string } | null
  readonly seconds: number
  readonly error?: unknown
}

/** Figures of the tasks verified so far; of each only a few short texts are held. */
export interface Tally {
  readonly total: number
  readonly done: number
  readonly trusted: number
  readonly results: readonly Verified[]
  add(verified: Verified): void
  seconds(): number
  verdicts(): Readonly<Record<string, number>>
  /** What the user must mend first, where that alone kept every task from being verified. */
  mistake(): Error | undefined
}

export function createTally(total: number, now = () => performance.now()): Tally {
  const startedAt = now()
  const results: Verified[] = []
  const counts = new Map<string, number>()
  let mistakes = 0
  let first: Error | undefined
  return {
    total,
    results,
    get done() {
      return results.length
    },
    get trusted() {
      return counts.get('trusted') ?? 0
    },
    add({ error, ...verified }) {
      results.push(verified)
      counts.set(verified.verdict, (counts.get(verified.verdict) ?? 0) + 1)
      if (!(error instanceof Error) || error.name !== 'ConfigError') return
      mistakes++
      first ??= error
    },
    seconds: () => (now() - startedAt) / 1000,
    verdicts: () => Object.fromEntries(counts),
    mistake: () => (mistakes === results.length ? first : undefined),
  }
}

/** What programs read of a verified task. */
export function recordOf({ id, verdict, reason, gold, untouched, sandbox, seconds }: Verified) {
  return {
    ...{ id, verdict, reason },
    gold: gold.map(figuresOf),
    untouched: untouched && figuresOf(untouched),
    sandbox: sandbox?.kind ?? null,
    seconds,
  }
}

const figuresOf = ({ passed, failToPass, passToPass, problem, integrity }: Attempt) => ({
  ...{ passed, failToPass, passToPass, problem, integrity },
})

/** The one line of `tasks verify --json`. */
export function verifiedJson(tasks: string | null, tally: Tally): string {
  const { total, done, trusted, results } = tally
  return JSON.stringify({
    tasks,
    status: done === total ? 'complete' : 'interrupted',
    ...{ total, verified: done, trusted, verdicts: tally.verdicts(), seconds: tally.seconds() },
    results: results.map(recordOf),
  })
}

/** A line a task, and one for all. */
export function verifiedTable({ results, total, trusted, seconds }: Tally): string {
  const width = Math.max(4, ...results.map(({ id }) => id.length))
  const line = (
    id: string,
    ...[first = '', second = '', untouched = '', time = '', verdict = '']
  ) =>
    [
      id.padEnd(width),
      first.padEnd(8),
      second.padEnd(8),
      untouched.padEnd(9),
      time.padStart(8),
      verdict,
    ].join('  ')
  const cell = (attempt: Attempt | null | undefined) =>
    attempt ? (attempt.passed ? 'pass' : 'fail') : '-'
  const left = total - results.length
  return [
    line('task', 'gold 1st', 'gold 2nd', 'untouched', 'seconds', 'verdict'),
    ...results.map(({ id, gold, untouched, seconds: taken, verdict, reason }) =>
      line(
        id,
        ...[cell(gold[0]), cell(gold[1]), cell(untouched), taken.toFixed(1)],
        reason ? `${verdict}: ${reason}` : verdict,
      ),
    ),
    '',
    [
      `${trusted} of ${results.length} can be trusted, in ${formatSeconds(seconds())}`,
      ...(left > 0 ? [`${left} not verified`] : []),
    ].join('; '),
  ].join('\n')
}
