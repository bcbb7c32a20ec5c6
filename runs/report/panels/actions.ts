import type { Trajectory } from '../../../core/index.ts'
import type { Block } from '../blocks.ts'
import { formatInteger, plural } from '../format.ts'
import { definePanel, type PanelRun } from '../panel.ts'
import { barsPlot, drawnCategories } from '../plots/bars.ts'
import { actionKind } from './action-kind.ts'
import { figureOf, noteOf } from './figure.ts'
import { queryOf, runTerms, term } from './query.ts'
import { runColumn, tableOf } from './tables.ts'

interface Counts {
  readonly count: number
  /** The env said that it failed. */
  readonly failed: number
  readonly invalid: number
  readonly ms: number
}

/** Of one kind, or of one program within a kind. */
interface KindCounts extends Counts {
  readonly kind: string
  readonly program: string | null
}

interface ActionRow extends Omit<Counts, 'ms'> {
  readonly run: string
  /** `bash`, or `bash: node` within it. */
  readonly kind: string
  /** The kind it is part of: parts are counted in it too. */
  readonly within: string | null
  /** Several that are too many to name. */
  readonly isRest: boolean
  /** Of all actions of the run. */
  readonly share: number
  readonly meanMs: number | null
}

interface ActionsData {
  readonly runs: readonly (Omit<Counts, 'ms'> & { readonly run: string })[]
  readonly kinds: readonly ActionRow[]
}

/** The rest is summed. */
const MOST_KINDS = 30

/** What the agents did. */
export const actionsPanel = definePanel<readonly KindCounts[], ActionsData>({
  id: 'actions',
  title: 'Actions',
  read: countKinds,
  tags: (kinds) => ({
    action: [
      ...new Set(kinds.flatMap(({ kind, program }) => [kind, ...(program ? [program] : [])])),
    ],
  }),
  collect(runs) {
    const counted = runs.map((run) => mergeRun(run))
    const named = nameKinds(counted.flatMap(({ kinds }) => kinds))
    if (named.length === 0) return null
    return {
      runs: counted.map(({ run, total: { ms: _, ...total } }) => ({ run, ...total })),
      kinds: named.flatMap(({ kind, within, isRest = false, holds }) =>
        counted.map(({ run, kinds, total }): ActionRow => {
          const { ms, ...counts } = sum(kinds.filter(holds))
          return {
            run,
            kind,
            within,
            isRest,
            ...counts,
            share: total.count > 0 ? counts.count / total.count : 0,
            meanMs: counts.count > 0 ? ms / counts.count : null,
          }
        }),
      ),
    }
  },
  show({ runs, kinds }) {
    const names = [...new Set(kinds.map(({ kind }) => kind))]
    const drawn = new Set(drawnCategories(names, runs.length))
    const table = tableOf<ActionRow>(
      [
        ...runColumn(runs),
        ['Action', 'text', ({ kind }) => kind],
        ['Actions', 'integer', ({ count }) => count],
        ['Share', 'share', ({ share }) => share],
        ['Failed', 'integer', ({ failed }) => failed],
        ['Invalid', 'integer', ({ invalid }) => invalid],
        ['Mean time', 'ms', ({ meanMs }) => meanMs],
      ],
      kinds,
      ({ run, kind, isRest }) => (isRest ? '' : queryOf(runTerms(runs, run), term('action', kind))),
    )
    const spec = barsPlot({
      description: `Share of each kind of action among all actions of ${plural(runs.length, 'run')}.`,
      bars: kinds
        .filter(({ kind }) => drawn.has(kind))
        .map((row) => ({ category: row.kind, run: row.run, value: row.share, note: noteOn(row) })),
      runs: runs.map(({ run }) => run),
      unit: 'share',
      valueTitle: 'Share of all actions',
      categoryTitle: 'Kind of action',
    })
    const hasParts = kinds.some(({ within }) => within !== null)
    return [
      figureOf('Actions by kind', spec, table),
      ...(hasParts
        ? [
            noteOf(
              'Commands are counted twice: with their tool, and by the first program they call.',
            ),
          ]
        : []),
    ] satisfies Block[]
  },
})

/** As in the summary, nothing is counted of a failed episode. */
function countKinds({ turns, outcome }: Trajectory): readonly KindCounts[] {
  if (outcome.status === 'failed') return []
  const counted = new Map<string, { kind: string; program: string | null; counts: Counts }>()
  for (const { action, invalid, info, durationMs } of turns) {
    const { kind, program } = actionKind(action)
    const key = program ?? kind
    const { counts } = counted.get(`${program === null}${key}`) ?? { counts: nothing }
    counted.set(`${program === null}${key}`, {
      kind,
      program,
      counts: add(counts, {
        count: 1,
        failed: info?.['failed'] === true ? 1 : 0,
        invalid: invalid === undefined ? 0 : 1,
        ms: durationMs,
      }),
    })
  }
  return [...counted.values()].map(({ counts, ...kind }) => ({ ...kind, ...counts }))
}

const nothing: Counts = { count: 0, failed: 0, invalid: 0, ms: 0 }

function add(a: Counts, b: Counts): Counts {
  return {
    count: a.count + b.count,
    failed: a.failed + b.failed,
    invalid: a.invalid + b.invalid,
    ms: a.ms + b.ms,
  }
}

const sum = (items: readonly Counts[]) => items.reduce(add, nothing)

function mergeRun({ label, facts }: PanelRun<readonly KindCounts[]>) {
  const merged = new Map<string, KindCounts>()
  for (const item of facts.flat()) {
    const key = JSON.stringify([item.kind, item.program])
    const known = merged.get(key)
    merged.set(key, known ? { ...item, ...add(known, item) } : item)
  }
  const kinds = [...merged.values()]
  return { run: label, kinds, total: sum(kinds) }
}

interface NamedKind {
  readonly kind: string
  readonly within: string | null
  readonly isRest?: boolean
  readonly holds: (item: KindCounts) => boolean
}

/** The most frequent kinds, each with its most frequent programs, and what is left of both. */
function nameKinds(items: readonly KindCounts[]): readonly NamedKind[] {
  const kinds = ranked(items, ({ kind }) => kind)
  const programs = ranked(items, ({ program }) => program)
  const shown = new Set(kinds.slice(0, MOST_KINDS))
  const shownPrograms = new Set(programs.slice(0, MOST_KINDS))
  const left = kinds.length - shown.size
  return [
    ...[...shown].flatMap((kind): NamedKind[] => {
      const within = items.filter((item) => item.kind === kind)
      const own = ranked(within, ({ program }) => program)
      const rest = own.filter((program) => !shownPrograms.has(program))
      return [
        { kind, within: null, holds: (item) => item.kind === kind },
        ...own
          .filter((program) => shownPrograms.has(program))
          .map((program) => ({
            kind: program,
            within: kind,
            holds: (item: KindCounts) => item.kind === kind && item.program === program,
          })),
        ...(rest.length > 0
          ? [restOf(`${kind}: ${plural(rest.length, 'other program')}`, kind, rest)]
          : []),
      ]
    }),
    ...(left > 0
      ? [
          {
            kind: plural(left, 'other kind'),
            within: null,
            isRest: true,
            holds: ({ kind }: KindCounts) => !shown.has(kind),
          },
        ]
      : []),
  ]
}

function restOf(name: string, kind: string, programs: readonly string[]): NamedKind {
  const rest = new Set<string | null>(programs)
  return {
    kind: name,
    within: kind,
    isRest: true,
    holds: (item) => item.kind === kind && item.program !== null && rest.has(item.program),
  }
}

/** Names by how many actions they have; null is no name. */
function ranked(
  items: readonly KindCounts[],
  nameOf: (item: KindCounts) => string | null,
): readonly string[] {
  const counts = new Map<string, number>()
  for (const item of items) {
    const name = nameOf(item)
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + item.count)
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name)
}

function noteOn({ count, failed, invalid }: ActionRow): string {
  const wrong = failed + invalid
  return wrong > 0
    ? `${formatInteger(count)}, ${formatInteger(wrong)} failed`
    : formatInteger(count)
}
