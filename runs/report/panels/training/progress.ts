import { mean } from '../../../statistics.ts'
import type { Block, StatsBlock } from '../../blocks.ts'
import { formatInteger, formatNumber, formatShare } from '../../format.ts'
import { seedOf } from '../../read/training/stored-training-file.ts'
import { tableOf } from '../tables.ts'
import { linesOf, type TrainingRun } from './charts.ts'

/** How far a run came, and what came of it. */
export interface Progress {
  readonly run: string
  readonly algorithm: string
  readonly seed: number | null
  readonly updates: number
  readonly planned: number | null
  readonly episodes: number | null
  readonly tokens: number | null
  /** What is looked at first: what it is called, and how it is read. */
  readonly measures: readonly Measure[]
  readonly alarms: number
  readonly seconds: number | null
}

interface Measure {
  readonly label: string
  readonly format: 'share' | 'number'
  /** Mean of the last tenth of its values, at most 10 of them; the last one where it is measured seldom. */
  readonly last: number
  readonly best: number
  readonly bestAt: number
}

interface Watched {
  readonly metric: string
  readonly label: string
  readonly format: 'share' | 'number'
  readonly isBetter: (a: number, b: number) => boolean
  /** Measured now and then, on fixed seeds: one value says enough. */
  readonly isHeldOut?: boolean
}

const isMore = (a: number, b: number) => a > b
const isLess = (a: number, b: number) => a < b
const watched: readonly Watched[] = [
  {
    ...{ metric: 'eval/success', label: 'Held-out success', format: 'share', isHeldOut: true },
    isBetter: isMore,
  },
  { metric: 'episode/success_rate', label: 'Success', format: 'share', isBetter: isMore },
  { metric: 'reward', label: 'Reward', format: 'number', isBetter: isMore },
  {
    ...{ metric: 'eval/policy_loss', label: 'Held-out loss', format: 'number', isHeldOut: true },
    isBetter: isLess,
  },
  { metric: 'losses/policy_loss', label: 'Loss', format: 'number', isBetter: isLess },
]
const MOST_AVERAGED = 10

export function progressOf(run: TrainingRun): Progress {
  const lines = linesOf(run)
  const last = lines.at(-1)?.values ?? {}
  const { training } = run
  return {
    run: run.label,
    algorithm: training?.file.algorithm ?? '',
    seed: training ? seedOf(training.file) : null,
    updates: lines.at(-1)?.update ?? 0,
    planned: training?.file.steps ?? null,
    episodes: last['episodes'] ?? null,
    tokens: last['num_tokens'] ?? last['charts/tokens'] ?? null,
    measures: watched.flatMap((item) => measureOf(run, item) ?? []),
    alarms: training?.alarms.length ?? 0,
    seconds: training?.file.seconds ?? null,
  }
}

function measureOf(
  run: TrainingRun,
  { metric, label, format, isBetter, isHeldOut = false }: Watched,
): Measure | null {
  const known = linesOf(run).flatMap(({ update, values }) => {
    const y = values[metric]
    return y == null ? [] : [{ update, y }]
  })
  const count = isHeldOut ? 1 : Math.min(MOST_AVERAGED, Math.ceil(known.length / 10))
  const last = mean(known.slice(-count).map(({ y }) => y))
  const [first] = known
  if (last === null || !first) return null
  const best = known.reduce((best, point) => (isBetter(point.y, best.y) ? point : best), first)
  return { label, format, last, best: best.y, bestAt: best.update }
}

const shown = (value: number, format: Measure['format']) =>
  format === 'share' ? formatShare(value) : formatNumber(value)

/** Of one run as large figures, of several as a table. */
export function progressBlocks(runs: readonly Progress[]): Block[] {
  const [first] = runs
  return runs.length === 1 && first ? [statsOf(first)] : [comparison(runs)]
}

function statsOf({ updates, planned, episodes, tokens, measures, alarms }: Progress): StatsBlock {
  const counted = (label: string, value: number | null) =>
    value === null ? [] : [{ label, value: formatInteger(value) }]
  return {
    kind: 'stats',
    items: [
      ...measures.map(({ label, format, last, best, bestAt }) => ({
        label,
        value: shown(last, format),
        detail: `best ${shown(best, format)}, update ${formatInteger(bestAt)}`,
      })),
      {
        label: 'Updates',
        value: formatInteger(updates),
        ...(planned !== null ? { detail: `of ${formatInteger(planned)}` } : {}),
      },
      {
        label: 'Alarms',
        value: formatInteger(alarms),
        ...(alarms > 0 ? { tone: 'warning' as const } : {}),
      },
      ...counted('Episodes', episodes),
      ...counted('Tokens', tokens),
    ],
  }
}

function comparison(runs: readonly Progress[]): Block {
  const labels = watched.filter(({ label }) =>
    runs.some(({ measures }) => measures.some((measure) => measure.label === label)),
  )
  const of = ({ measures }: Progress, label: string) =>
    measures.find((measure) => measure.label === label)
  const table = tableOf<Progress>(
    [
      ['Run', 'text', ({ run }) => run],
      ['Algorithm', 'text', ({ algorithm }) => algorithm],
      ['Seed', 'text', ({ seed }) => (seed === null ? null : String(seed))],
      ['Updates', 'integer', ({ updates }) => updates],
      ...labels.flatMap(
        ({ label, format }) =>
          [
            [label, format, (run: Progress) => of(run, label)?.last ?? null],
            [`${label}, best`, format, (run: Progress) => of(run, label)?.best ?? null],
          ] as const,
      ),
      ['Episodes', 'integer', ({ episodes }) => episodes],
      ['Tokens', 'integer', ({ tokens }) => tokens],
      ['Alarms', 'integer', ({ alarms }) => alarms],
      ['Time', 'ms', ({ seconds }) => (seconds === null ? null : seconds * 1000)],
    ],
    runs,
  )
  return { kind: 'table', title: 'Runs compared', table }
}
