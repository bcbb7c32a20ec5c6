import { availableParallelism } from 'node:os'
import { messageOf } from '../core/index.ts'
import { type Ledger, openLedger } from './ledger.ts'
import type { RunOptions, RunResult } from './options.ts'
import { playEpisode } from './play.ts'
import { runPool } from './pool.ts'
import { checkWhole, type PreparedRun, prepareRun } from './prepare.ts'
import { createTally } from './progress.ts'
import type { RunFile } from './run-file.ts'
import { summarize } from './summary.ts'

/** Two episodes a core, which wait for their sandboxes in turn; eight at most. */
export function defaultConcurrency(): number {
  return Math.min(8, 2 * availableParallelism())
}

/**
 * Plays episodes of an agent in an env, in parallel, and stores each as soon as it is finished.
 * @throws ConfigError (a wrong choice, seen before or during the run) and RunError (the folder can no
 * longer be written); what was finished is kept.
 */
export async function run(options: RunOptions): Promise<RunResult> {
  const { concurrency = defaultConcurrency() } = options
  checkWhole('concurrency', concurrency, 1)
  const prepared = await prepareRun(options)
  const ledger = await openLedger(prepared, { ...options, concurrency })
  const { clock } = prepared
  let playingSince = clock.now()
  const elapsed = () => Math.max(0, clock.now() - playingSince) / 1000
  try {
    await ledger.save('running', 0)
    options.onStart?.({
      dir: options.out,
      env: prepared.spec,
      agent: prepared.agent.name,
      total: prepared.plan.length,
      done: ledger.results().length,
      concurrency,
    })
    playingSince = clock.now()
    const played = await playMissing(prepared, ledger, { ...options, concurrency }, elapsed)
    const results = ledger.results()
    const status = results.length === prepared.plan.length ? 'complete' : 'interrupted'
    const { seconds, sampling } = await ledger.save(status, elapsed())
    return {
      dir: options.out,
      status,
      env: prepared.spec,
      agent: prepared.agent.name,
      summary: summarize(results),
      seconds,
      episodesPerSecond: played / Math.max(elapsed(), 1e-3),
      ...(sampling && { sampling }),
      results,
    }
  } catch (error) {
    const status: RunFile['status'] = options.signal?.aborted ? 'interrupted' : 'failed'
    // The first failure is the one to report: a full disk fails here a second time.
    await ledger.save(status, elapsed(), messageOf(error)).catch(() => {})
    throw error
  } finally {
    await ledger.close()
  }
}

/** Plays what the ledger does not have; gives how many that were. */
async function playMissing(
  prepared: PreparedRun,
  ledger: Ledger,
  options: RunOptions & { readonly concurrency: number },
  elapsed: () => number,
): Promise<number> {
  const { retries = 2, retryDelayMs = 200, onWarning = () => {} } = options
  const missing = prepared.plan.filter(({ id }) => !ledger.has(id))
  const tally = createTally(prepared.plan.length, ledger.results())
  const playOptions = { ...prepared, retries, retryDelayMs, onWarning }
  let played = 0
  await runPool(missing, options, async (episode, signal) => {
    const trajectory = await playEpisode(episode, playOptions, signal)
    tally.add(await ledger.keep(trajectory))
    played++
    options.onProgress?.(tally.progress(elapsed()))
  })
  return played
}
