import type { Block } from '../blocks.ts'
import { formatInteger, formatShare, plural } from '../format.ts'
import { definePanel, type PanelRun } from '../panel.ts'
import { barsPlot, drawnCategories } from '../plots/bars.ts'
import { type EpisodeFailures, failuresOf, LOOP } from './episode-failures.ts'
import { figureOf, noteOf } from './figure.ts'
import { queryOf, runTerms, term } from './query.ts'
import { type ColumnOf, runColumn, tableOf } from './tables.ts'
import { named, type Tally, tally } from './tally.ts'

interface RunFailures {
  readonly run: string
  readonly episodes: number
  readonly actions: number
  readonly failedActions: number
  readonly invalidActions: number
  /** Episodes with a failing or invalid action. */
  readonly withFailures: number
  readonly truncated: number
  /** Episodes that went round in circles. */
  readonly looping: number
}

interface FailuresData {
  readonly runs: readonly RunFailures[]
  /** How the episodes without success ended. */
  readonly unsuccessful: readonly Tally[]
  readonly reasons: readonly Tally[]
  readonly exitCodes: readonly Tally[]
  readonly loops: readonly Tally[]
}

/** What to look at first where an agent fails. */
export const failuresPanel = definePanel<EpisodeFailures, FailuresData>({
  id: 'failures',
  title: 'Failures',
  read: failuresOf,
  tags: ({ reasons, exitCodes, loops }) => ({
    reason: namesOf(reasons),
    exit: namesOf(exitCodes),
    loop: namesOf(loops),
  }),
  collect(runs) {
    if (runs.every(({ results }) => results.length === 0)) return null
    return {
      runs: runs.map(countRun),
      unsuccessful: tally(runs, ({ ended }, { success }) =>
        success === false ? [[ended, 1]] : [],
      ),
      reasons: tally(runs, ({ reasons }) => reasons),
      exitCodes: tally(runs, ({ exitCodes }) => exitCodes),
      loops: tally(runs, ({ loops }) => loops),
    }
  },
  show(data) {
    const { runs, unsuccessful, exitCodes, loops } = data
    const list = (
      title: string,
      items: readonly Tally[],
      columns: readonly ColumnOf<Tally>[],
      terms: (item: Tally) => readonly string[],
    ): Block[] =>
      items.length === 0
        ? []
        : [
            {
              kind: 'table',
              title,
              table: tableOf<Tally>([...runColumn<Tally>(runs), ...columns], items, (item) =>
                rowQuery(runs, item, terms(item)),
              ),
            },
          ]
    return [
      ...headline(runs),
      ...reasonsFigure(data),
      ...list(
        'Episodes without success, by how they ended',
        unsuccessful,
        [
          ['Ended', 'text', ({ name }) => name],
          ['Episodes', 'integer', ({ episodes }) => episodes],
        ],
        ({ name }) => ['outcome:failure', term('ended', name)],
      ),
      ...list(
        `Loops: the same action and answer ${LOOP} times in a row or more`,
        loops,
        [
          ['Action', 'text', ({ name }) => name],
          ['Episodes', 'integer', ({ episodes }) => episodes],
          ['Times', 'integer', ({ count }) => count],
          ['Longest', 'integer', ({ most }) => most],
        ],
        ({ name }) => named('loop', name),
      ),
      ...list(
        'Exit codes other than 0',
        exitCodes,
        [
          ['Exit code', 'text', ({ name }) => name],
          ['Actions', 'integer', ({ count }) => count],
          ['Episodes', 'integer', ({ episodes }) => episodes],
        ],
        ({ name }) => named('exit', name),
      ),
    ]
  },
})

/** No link where no query gives just what is counted. */
const rowQuery = (
  runs: readonly unknown[],
  { run }: Pick<Tally, 'run'>,
  terms: readonly string[],
) => (terms.length === 0 ? '' : queryOf(runTerms(runs, run), terms))

const namesOf = (counts: readonly (readonly [name: string, count: number])[]) =>
  counts.map(([name]) => name)

function countRun({ label, facts, results }: PanelRun<EpisodeFailures>): RunFailures {
  const sum = (countOf: (fact: EpisodeFailures) => number) =>
    facts.reduce((total, fact) => total + countOf(fact), 0)
  return {
    run: label,
    episodes: results.length,
    actions: sum(({ actions }) => actions),
    failedActions: sum(({ failed }) => failed),
    invalidActions: sum(({ invalid }) => invalid),
    withFailures: sum(({ failed, invalid }) => (failed + invalid > 0 ? 1 : 0)),
    truncated: sum(({ ended }) => (ended === 'truncated' ? 1 : 0)),
    looping: sum(({ loops }) => (loops.length > 0 ? 1 : 0)),
  }
}

function headline(runs: readonly RunFailures[]): Block[] {
  const [only] = runs
  if (runs.length > 1 || !only) {
    const table = tableOf<RunFailures>(
      [
        ['Run', 'text', ({ run }) => run],
        ['Failing actions', 'integer', ({ failedActions }) => failedActions],
        ['Invalid actions', 'integer', ({ invalidActions }) => invalidActions],
        ['Actions', 'integer', ({ actions }) => actions],
        ['Episodes with either', 'integer', ({ withFailures }) => withFailures],
        ['Truncated', 'integer', ({ truncated }) => truncated],
        ['Looping', 'integer', ({ looping }) => looping],
        ['Episodes', 'integer', ({ episodes }) => episodes],
      ],
      runs,
      ({ run }) => queryOf(runTerms(runs, run)),
    )
    return [{ kind: 'table', title: 'What failed', table }]
  }
  const { episodes, actions, failedActions, invalidActions, withFailures } = only
  const ofEpisodes = (label: string, count: number) => ({
    label,
    value: formatInteger(count),
    detail: `${formatShare(count / episodes)} of episodes`,
    tone: count > 0 ? ('warning' as const) : ('neutral' as const),
  })
  const ofActions = (label: string, count: number) => ({
    label,
    value: formatInteger(count),
    detail:
      actions > 0 ? `${formatShare(count / actions)} of ${formatInteger(actions)}` : 'of none',
    tone: count > 0 ? ('warning' as const) : ('neutral' as const),
  })
  return [
    {
      kind: 'stats',
      items: [
        ofActions('Failing actions', failedActions),
        ofActions('Invalid actions', invalidActions),
        ofEpisodes('Episodes with either', withFailures),
        ofEpisodes('Truncated episodes', only.truncated),
        ofEpisodes('Looping episodes', only.looping),
      ],
    },
  ]
}

function reasonsFigure({ runs, reasons }: FailuresData): Block[] {
  if (reasons.length === 0) return [noteOf('No action failed or was invalid.')]
  const names = [...new Set(reasons.map(({ name }) => name))]
  const drawn = new Set(drawnCategories(names, runs.length).slice(0, 15))
  const table = tableOf<Tally>(
    [
      ...runColumn<Tally>(runs),
      ['Reason', 'text', ({ name }) => name],
      ['Actions', 'integer', ({ count }) => count],
      ['Episodes', 'integer', ({ episodes }) => episodes],
    ],
    reasons,
    ({ run, name }) => rowQuery(runs, { run }, named('reason', name)),
  )
  const spec = barsPlot({
    description: 'How often actions failed or were invalid, by reason.',
    bars: reasons
      .filter(({ name }) => drawn.has(name))
      .map(({ name, run, count, episodes }) => ({
        category: name,
        run,
        value: count,
        note: `in ${plural(episodes, 'episode')}`,
      })),
    runs: runs.map(({ run }) => run),
    unit: 'count',
    valueTitle: 'Failing and invalid actions (count)',
    categoryTitle: 'Reason',
    nameWidth: 200,
  })
  return [figureOf('Failing and invalid actions, by reason', spec, table)]
}
