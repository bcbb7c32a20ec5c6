import type { ErrorClass, Trajectory } from '../../../core/index.ts'
import type { Block } from '../blocks.ts'
import { plural } from '../format.ts'
import { definePanel } from '../panel.ts'
import { barsPlot } from '../plots/bars.ts'
import { figureOf, noteOf } from './figure.ts'
import { normalizeMessage } from './normalize.ts'
import { queryOf, runTerms, term } from './query.ts'
import { runColumn, tableOf } from './tables.ts'

/** Why there is no reward; null where there is one. */
interface Unscored {
  readonly cause: ErrorClass
  readonly phase: string
  readonly message: string
}

interface UnscoredCount extends Unscored {
  readonly run: string
  readonly episodes: number
}

interface UnscoredData {
  readonly runs: readonly {
    readonly run: string
    readonly episodes: number
    readonly unscored: number
    /** Episodes that took more than one attempt, scored in the end or not. */
    readonly retried: number
    /** Tries of all episodes together. */
    readonly attempts: number
  }[]
  /** The most frequent first. */
  readonly causes: readonly UnscoredCount[]
}

/** Of an episode that was played to its end. */
const PHASE_OF_REWARDS = 'reward'

/** What the infrastructure spoiled: apart from what was scored, for it is not a reward of 0. */
export const unscoredPanel = definePanel<Unscored | null, UnscoredData>({
  id: 'unscored',
  title: 'Unscored',
  read: unscoredOf,
  tags: (fact) => (fact ? { phase: [fact.phase], error: [fact.message] } : {}),
  collect(runs) {
    if (runs.every(({ summary }) => summary.unscored === 0)) return null
    return {
      runs: runs.map(({ label, summary, results }) => ({
        run: label,
        episodes: summary.episodes,
        unscored: summary.unscored,
        retried: summary.retried,
        attempts: results.reduce((sum, { attempts }) => sum + attempts, 0),
      })),
      causes: runs
        .flatMap(({ label, facts }) => countCauses(label, facts))
        .sort((a, b) => b.episodes - a.episodes),
    }
  },
  show: (data) => [headline(data), causesFigure(data), messagesTable(data)],
})

function unscoredOf({ outcome }: Trajectory): Unscored | null {
  if (outcome.status === 'failed') {
    const { error, phase } = outcome
    return {
      cause: error.class,
      phase: phase ?? 'unknown',
      message: normalizeMessage(String(error.message)),
    }
  }
  if (outcome.reward.status === 'scored') return null
  return {
    cause: outcome.reward.cause,
    phase: PHASE_OF_REWARDS,
    message: 'The episode was played, but a part of its reward could not be computed.',
  }
}

function countCauses(run: string, facts: readonly (Unscored | null)[]): UnscoredCount[] {
  const counts = new Map<string, UnscoredCount>()
  for (const fact of facts) {
    if (!fact) continue
    const key = JSON.stringify([fact.cause, fact.phase, fact.message])
    counts.set(key, { run, ...fact, episodes: (counts.get(key)?.episodes ?? 0) + 1 })
  }
  return [...counts.values()]
}

function headline({ runs }: UnscoredData): Block {
  const says = runs
    .filter(({ unscored }) => unscored > 0)
    .map(({ run, unscored, episodes }) => {
      const count = `${unscored} of ${plural(episodes, 'episode')}`
      return runs.length > 1 ? `${run}: ${count}` : count
    })
  return noteOf(
    `Not scored: ${says.join('; ')}. They are left out of success and of the chosen reward; a failure of the infrastructure is not a reward of 0.`,
    'warning',
  )
}

/** Classes and phases: where the boundary was crossed, and when. */
function causesFigure({ runs, causes }: UnscoredData): Block {
  const totals = new Map<string, UnscoredCount>()
  for (const cause of causes) {
    const key = JSON.stringify([nameOf(cause), cause.run])
    const known = totals.get(key)?.episodes ?? 0
    totals.set(key, { ...cause, episodes: known + cause.episodes })
  }
  const items = [...totals.values()]
  const table = tableOf<UnscoredCount>(
    [
      ...runColumn(runs),
      ['Class', 'text', ({ cause }) => cause],
      ['Phase', 'text', ({ phase }) => phase],
      ['Episodes', 'integer', ({ episodes }) => episodes],
    ],
    items,
    ({ run, cause, phase }) =>
      queryOf(runTerms(runs, run), term('unscored', cause), term('phase', phase)),
  )
  const spec = barsPlot({
    description: 'Unscored episodes by class of the failure and phase of the episode.',
    bars: items.map((item) => ({
      category: nameOf(item),
      run: item.run,
      value: item.episodes,
      note: String(item.episodes),
    })),
    runs: runs.map(({ run }) => run),
    unit: 'count',
    valueTitle: 'Unscored episodes (count)',
    categoryTitle: 'Class, phase',
    nameWidth: 170,
  })
  return figureOf('Unscored episodes by class and phase', spec, table)
}

const nameOf = ({ cause, phase }: UnscoredCount) => `${cause}, ${phase}`

function messagesTable({ runs, causes }: UnscoredData): Block {
  const table = tableOf<UnscoredCount>(
    [
      ...runColumn(runs),
      ['Class', 'text', ({ cause }) => cause],
      ['Phase', 'text', ({ phase }) => phase],
      ['Message', 'text', ({ message }) => message],
      ['Episodes', 'integer', ({ episodes }) => episodes],
    ],
    causes,
    ({ run, cause, phase, message }) =>
      queryOf(
        runTerms(runs, run),
        term('unscored', cause),
        term('phase', phase),
        term('error', message),
      ),
  )
  const attempts = runs.reduce((sum, run) => sum + run.attempts, 0)
  const episodes = runs.reduce((sum, run) => sum + run.episodes, 0)
  const retried = runs.reduce((sum, run) => sum + run.retried, 0)
  return {
    kind: 'table',
    title: `Most frequent messages (${plural(attempts, 'attempt')} at ${plural(episodes, 'episode')}; ${plural(retried, 'episode')} tried again)`,
    table,
  }
}
