import type { Timings } from '../../../core/index.ts'
import { mean, percentile } from '../../statistics.ts'
import type { Block } from '../blocks.ts'
import { plural } from '../format.ts'
import { definePanel } from '../panel.ts'
import { durationsPlot } from '../plots/durations.ts'
import { stackedPlot } from '../plots/stacked.ts'
import { colorOf } from '../plots/theme.ts'
import { figureOf, noteOf } from './figure.ts'
import { runColumn, tableOf } from './tables.ts'

/** Milliseconds of one phase over the episodes that did not fail. */
interface PhaseTime {
  readonly run: string
  readonly phase: PhaseName
  readonly totalMs: number
  /** Of the time of all phases; null where none took any. */
  readonly share: number | null
  readonly mean: number | null
  readonly p5: number | null
  readonly p25: number | null
  readonly p50: number | null
  readonly p75: number | null
  readonly p95: number | null
}

interface TimingsData {
  readonly runs: readonly {
    readonly run: string
    readonly episodes: number
    readonly totalMs: number
  }[]
  readonly phases: readonly PhaseTime[]
}

const phases = ['setup', 'agent', 'env', 'grading'] as const
type PhaseName = (typeof phases)[number]
/** Not those of the first runs. */
const colors: Readonly<Record<PhaseName, string>> = {
  setup: colorOf(4),
  agent: colorOf(5),
  env: colorOf(6),
  grading: colorOf(7),
}

/** Where the time goes. */
export const timingsPanel = definePanel<undefined, TimingsData>({
  id: 'timings',
  title: 'Time',
  collect(runs) {
    const played = runs.map(({ label, results }) => ({
      run: label,
      timings: results.flatMap(({ error, timings }) => (error === null ? [timings] : [])),
    }))
    return {
      runs: played.map(({ run, timings }) => ({
        run,
        episodes: timings.length,
        totalMs: phases.reduce((sum, phase) => sum + total(timings, phase), 0),
      })),
      phases: phases.flatMap((phase) => played.map((part) => phaseTime(phase, part))),
    }
  },
  show(data) {
    if (data.runs.every(({ episodes }) => episodes === 0)) {
      return [noteOf('No episode was played to its end: there are no times to show.')]
    }
    return [...durations(data), ...shares(data)]
  },
})

const keyOf = (phase: PhaseName): keyof Timings => `${phase}Ms`

function total(timings: readonly Timings[], phase: PhaseName): number {
  return timings.reduce((sum, ms) => sum + ms[keyOf(phase)], 0)
}

function phaseTime(
  phase: PhaseName,
  { run, timings }: { readonly run: string; readonly timings: readonly Timings[] },
): PhaseTime {
  const values = timings.map((ms) => ms[keyOf(phase)])
  const all = phases.reduce((sum, name) => sum + total(timings, name), 0)
  const totalMs = total(timings, phase)
  const at = (share: number) => percentile(values, share)
  return {
    run,
    phase,
    totalMs,
    share: all > 0 ? totalMs / all : null,
    mean: mean(values),
    p5: at(0.05),
    p25: at(0.25),
    p50: at(0.5),
    p75: at(0.75),
    p95: at(0.95),
  }
}

function durations({ runs, phases: items }: TimingsData): Block[] {
  const table = tableOf<PhaseTime>(
    [
      ...runColumn(runs),
      ['Phase', 'text', ({ phase }) => phase],
      ['Mean', 'ms', (item) => item.mean],
      ['p5', 'ms', ({ p5 }) => p5],
      ['p25', 'ms', ({ p25 }) => p25],
      ['p50', 'ms', ({ p50 }) => p50],
      ['p75', 'ms', ({ p75 }) => p75],
      ['p95', 'ms', ({ p95 }) => p95],
    ],
    items,
  )
  if (items.every(({ p95 }) => (p95 ?? 0) <= 1)) {
    return [
      { kind: 'table', title: 'Time an episode, by phase', table },
      noteOf('Nearly every phase took a millisecond or less: there is nothing to draw.'),
    ]
  }
  const spec = durationsPlot({
    description:
      'Time of an episode in each phase, on a logarithmic scale: lines from the 5th to the 95th percentile, boxes from the 25th to the 75th, ticks at the median.',
    rows: items.flatMap(({ run, phase, p5, p25, p50, p75, p95 }) =>
      p5 === null || p25 === null || p50 === null || p75 === null || p95 === null
        ? []
        : [{ category: phase, run, p5, p25, p50, p75, p95 }],
    ),
    runs: runs.map(({ run }) => run),
    valueTitle: 'Time an episode (log scale; line p5 to p95, box p25 to p75)',
    categoryTitle: 'Phase',
  })
  return [figureOf('Time an episode, by phase', spec, table)]
}

function shares({ runs, phases: items }: TimingsData): Block[] {
  const timed = runs.filter(({ totalMs }) => totalMs > 0)
  if (timed.length === 0) {
    return [noteOf('Every phase took less than a millisecond: its share of the time is unknown.')]
  }
  const table = tableOf<PhaseTime>(
    [
      ...runColumn(runs),
      ['Phase', 'text', ({ phase }) => phase],
      ['Total', 'ms', ({ totalMs }) => totalMs],
      ['Share', 'share', ({ share }) => share],
    ],
    items,
  )
  const spec = stackedPlot({
    description: `Share of the time of ${plural(timed.length, 'run')} spent in setup, agent, env and grading.`,
    rows: timed.map(({ run }) => ({
      name: run,
      shares: phases.map(
        (phase) => items.find((item) => item.run === run && item.phase === phase)?.share ?? 0,
      ),
    })),
    parts: phases.map((phase) => ({ name: phase, color: colors[phase] })),
    valueTitle: 'Share of the time of all episodes',
    rowTitle: runs.length > 1 ? 'Run' : '',
  })
  return [figureOf('Share of time, by phase', spec, table)]
}
