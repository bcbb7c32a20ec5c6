import { ConfigError } from '../../core/index.ts'
import { percentile } from '../statistics.ts'
import { formatInteger, plural } from './format.ts'
import { thin } from './panels/training/thin.ts'
import type { PlotSpec } from './plots/axes.ts'
import { type LearningCurve, learningCurvesPlot } from './plots/learning-curves.ts'
import { standalone } from './plots/palette.ts'
import { renderPlot } from './plots/render.ts'
import { colorOf, PLOT_WIDTH } from './plots/theme.ts'
import { openRunReader } from './read/read-run.ts'

/** Runs that differ in their seed alone. */
export interface CurveGroup {
  readonly label: string
  /** Folders of training runs. */
  readonly runs: readonly string[]
}

export interface LearningCurveOptions {
  /** Name of the number in `metrics.jsonl`, `eval/success`. */
  readonly metric: string
  readonly title: string
  /** A share is read as per cent; by default where all values are between 0 and 1. */
  readonly unit?: 'share' | 'number'
}

/**
 * A figure for documents: of each group the median over its runs, with a band from the lowest to the highest.
 * @throws ConfigError where a folder holds no training run, or none of a group has the number.
 */
export async function learningCurveSvg(
  groups: readonly CurveGroup[],
  { metric, title, unit }: LearningCurveOptions,
): Promise<string> {
  const curves: LearningCurve[] = []
  for (const [at, { label, runs }] of groups.entries()) {
    const points = medianOver(await Promise.all(runs.map((dir) => valuesOf(dir, metric))))
    if (points.length === 0) {
      throw new ConfigError(
        `Cannot draw ${metric} of ${label}: no run of it has that number (see the names in its metrics.jsonl)`,
      )
    }
    const name = runs.length > 1 ? `${label} (${plural(runs.length, 'seed')})` : label
    curves.push({ name, color: colorOf(at), points: thin(points) })
  }
  const all = curves.flatMap(({ points }) => points)
  const xs = all.map(({ x }) => x)
  const [first, last] = [Math.min(...xs), Math.max(...xs)]
  const isShare = all.every(({ low, high }) => (low ?? 0) >= 0 && (high ?? 0) <= 1)
  const spec: PlotSpec = {
    ...learningCurvesPlot({
      description: `${title}: median over seeds, from the lowest to the highest, updates ${formatInteger(first)} to ${formatInteger(last)}. ${curves.map(endOf).join(' ')}`,
      ...{ curves, unit: unit ?? (isShare ? 'share' : 'number') },
      domain: [first, Math.max(last, first + 1)],
      ...{ width: PLOT_WIDTH, height: 200, hasLegend: true },
    }),
    title,
    padding: 8,
  }
  return standalone(await renderPlot(spec))
}

function endOf({ name, points }: LearningCurve): string {
  const [first, last] = [points[0]?.y ?? null, points.at(-1)?.y ?? null]
  return `${name}: from ${first?.toPrecision(3)} to ${last?.toPrecision(3)}.`
}

/** Of an update that some runs did not come to, the median of the others would be of other runs: it is left out. */
function medianOver(runs: readonly ReadonlyMap<number, number>[]) {
  const [first] = runs
  const shared = [...(first?.keys() ?? [])].filter((x) => runs.every((values) => values.has(x)))
  return shared.map((x) => {
    const values = runs.map((run) => run.get(x) ?? 0)
    return { x, y: median(values), low: Math.min(...values), high: Math.max(...values) }
  })
}

/** Of an even number, the mean of the two in the middle. */
function median(values: readonly number[]): number {
  const lower = percentile(values, 0.5) ?? 0
  const upper = -(
    percentile(
      values.map((value) => -value),
      0.5,
    ) ?? 0
  )
  return (lower + upper) / 2
}

async function valuesOf(dir: string, metric: string): Promise<ReadonlyMap<number, number>> {
  const reader = await openRunReader(dir, [])
  await reader.update()
  const { training } = reader.view(dir)
  if (!training) {
    throw new ConfigError(
      `Cannot draw ${metric} of ${dir}: it is no training run (palaestra report shows runs of episodes)`,
    )
  }
  return new Map(
    training.lines.flatMap(({ update, values }) => {
      const value = values[metric]
      return value == null ? [] : [[update, value] as const]
    }),
  )
}
