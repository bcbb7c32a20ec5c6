import { type Interval, wilson } from '../../statistics.ts'
import type { Block } from '../blocks.ts'
import { formatInteger, formatShare, plural } from '../format.ts'
import { definePanel, type PanelRun } from '../panel.ts'
import { barsPlot } from '../plots/bars.ts'
import { type EpisodeIntegrity, integrityOf } from './episode-integrity.ts'
import { figureOf, noteOf } from './figure.ts'
import { queryOf, runTerms } from './query.ts'
import { type ColumnOf, runColumn, tableOf } from './tables.ts'
import { named, type Tally, tally } from './tally.ts'

interface RunIntegrity {
  readonly run: string
  /** Episodes of which the env says what was tried, findings or none. */
  readonly watched: number
  readonly flagged: number
  readonly interval: Interval | null
  /** Episodes with findings that were a success all the same. */
  readonly paid: number
}

interface IntegrityData {
  readonly runs: readonly RunIntegrity[]
  readonly kinds: readonly Tally[]
  readonly findings: readonly Tally[]
}

/** What agents tried beside their task, and whether it paid. */
export const integrityPanel = definePanel<EpisodeIntegrity, IntegrityData>({
  id: 'integrity',
  title: 'Integrity',
  read: integrityOf,
  tags: ({ kinds, findings }) => ({ integrity: kinds, finding: findings }),
  collect(runs) {
    if (!runs.some(({ facts }) => facts.some(({ isWatched }) => isWatched))) return null
    return {
      runs: runs.map(countRun),
      kinds: tally(runs, ({ kinds }) => kinds.map((kind) => [kind, 1] as const)),
      findings: tally(runs, ({ findings }) => findings.map((finding) => [finding, 1] as const)),
    }
  },
  show(data) {
    const { runs, findings } = data
    if (runs.every(({ flagged }) => flagged === 0)) {
      const watched = runs.reduce((sum, run) => sum + run.watched, 0)
      return [
        noteOf(
          `Nothing was found in ${plural(watched, 'episode')} that a solution has no need of.`,
        ),
      ]
    }
    const table = tableOf<Tally>(
      [...runColumn<Tally>(runs), ['Finding', 'text', ({ name }) => name], ...episodesColumn],
      findings,
      ({ run, name }) => rowQuery(runs, run, named('finding', name)),
    )
    return [
      headline(runs),
      kindsFigure(data),
      { kind: 'table', title: 'In their own words', table },
    ]
  },
})

const episodesColumn: readonly ColumnOf<Tally>[] = [
  ['Episodes', 'integer', ({ episodes }) => episodes],
]

/** No link where no query gives just what is counted. */
const rowQuery = (runs: readonly unknown[], run: string, terms: readonly string[]) =>
  terms.length === 0 ? '' : queryOf(runTerms(runs, run), terms)

function countRun({ label, facts, results }: PanelRun<EpisodeIntegrity>): RunIntegrity {
  const watched = facts.filter(({ isWatched }) => isWatched).length
  const isFlagged = (index: number) => (facts[index]?.kinds.length ?? 0) > 0
  const flagged = facts.filter((_, index) => isFlagged(index)).length
  const paid = results.filter(({ success }, index) => isFlagged(index) && success === true).length
  return { run: label, watched, flagged, interval: wilson(flagged, watched), paid }
}

function headline(runs: readonly RunIntegrity[]): Block {
  const [only] = runs
  if (runs.length === 1 && only) {
    const { watched, flagged, interval, paid } = only
    const range = interval
      ? `; 95 % interval ${(100 * interval.low).toFixed(1)} to ${formatShare(interval.high)}`
      : ''
    return {
      kind: 'stats',
      items: [
        {
          label: 'Episodes with findings',
          value: formatShare(watched > 0 ? flagged / watched : 0),
          detail: `${formatInteger(flagged)} of ${formatInteger(watched)}${range}`,
          tone: 'warning',
        },
        {
          label: 'Of them successes',
          value: formatInteger(paid),
          detail: paid > 0 ? 'look at them: what was tried may have paid' : 'none of it paid',
          tone: paid > 0 ? 'bad' : 'neutral',
        },
      ],
    }
  }
  const table = tableOf<RunIntegrity>(
    [
      ['Run', 'text', ({ run }) => run],
      [
        'With findings',
        'share',
        ({ flagged, watched }) => (watched > 0 ? flagged / watched : null),
      ],
      ['Low (95 %)', 'share', ({ interval }) => interval?.low ?? null],
      ['High (95 %)', 'share', ({ interval }) => interval?.high ?? null],
      ['Episodes with findings', 'integer', ({ flagged }) => flagged],
      ['Of them successes', 'integer', ({ paid }) => paid],
      ['Episodes', 'integer', ({ watched }) => watched],
    ],
    runs,
  )
  return { kind: 'table', title: 'Episodes with findings', table }
}

function kindsFigure({ runs, kinds }: IntegrityData): Block {
  const table = tableOf<Tally>(
    [...runColumn<Tally>(runs), ['Kind', 'text', ({ name }) => name], ...episodesColumn],
    kinds,
    ({ run, name }) => rowQuery(runs, run, named('integrity', name)),
  )
  const spec = barsPlot({
    description: 'Episodes in which something was tried beside the task, by its kind.',
    bars: kinds.map(({ name, run, episodes }) => ({
      category: name,
      run,
      value: episodes,
      note: plural(episodes, 'episode'),
    })),
    runs: runs.map(({ run }) => run),
    unit: 'count',
    valueTitle: 'Episodes (count)',
    categoryTitle: 'Kind',
    nameWidth: 170,
  })
  return figureOf('What was tried, by kind', spec, table)
}
