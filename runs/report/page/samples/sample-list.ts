import type { SampleRow } from '../../page-data.ts'

/** Which stored episodes are listed, in which order, and which one is open; empty: any. */
export interface SamplesState {
  readonly run: string
  readonly update: string
  readonly outcome: string
  readonly group: string
  readonly order: string
  /** Key of the open episode; empty: the first one. */
  readonly at: string
}

export const anySample: SamplesState = {
  run: '',
  update: '',
  outcome: '',
  group: '',
  order: '',
  at: '',
}

export const OUTCOMES = ['success', 'failure', 'unscored'] as const
export const ORDERS: readonly (readonly [order: string, title: string])[] = [
  ['', 'latest first'],
  ['-return', 'highest return'],
  ['return', 'lowest return'],
  ['-tokens', 'most tokens'],
  ['-turns', 'most turns'],
]

export const outcomeOfSample = ({ success, ...row }: SampleRow): (typeof OUTCOMES)[number] =>
  success === null && row.return === null ? 'unscored' : success === true ? 'success' : 'failure'

export const keyOfSample = ({ run, update, group, episode }: SampleRow): string =>
  [run, update, group, episode].join('/')

/** The episodes that the choices let through, in their order. */
export function chooseSamples(
  rows: readonly SampleRow[],
  state: SamplesState,
  labelOf: (run: number) => string,
): readonly SampleRow[] {
  const { run, update, outcome, group, order } = state
  const chosen = rows.filter(
    (row) =>
      (run === '' || labelOf(row.run) === run) &&
      (update === '' || String(row.update) === update) &&
      (outcome === '' || outcomeOfSample(row) === outcome) &&
      (group === '' || row.group === group),
  )
  const field = order.replace(/^-/, '')
  if (field !== 'return' && field !== 'tokens' && field !== 'turns') {
    return [...chosen].sort((a, b) => b.update - a.update)
  }
  const sign = order.startsWith('-') ? -1 : 1
  return [...chosen].sort((a, b) => {
    const [left, right] = [a[field], b[field]]
    // Without a return, at the end whatever the order.
    if (left === null || right === null) return Number(left === null) - Number(right === null)
    return sign * (left - right)
  })
}

/** Values of a field among rows that the other choices let through, each with how often it occurs. */
export function choicesOf(
  rows: readonly SampleRow[],
  state: SamplesState,
  labelOf: (run: number) => string,
  field: 'run' | 'update' | 'outcome' | 'group',
): ReadonlyMap<string, number> {
  // A group is chosen within an update, not the other way round.
  const others = { ...state, [field]: '', ...(field === 'update' ? { group: '' } : {}) }
  const counts = new Map<string, number>()
  for (const row of chooseSamples(rows, { ...others, order: '' }, labelOf)) {
    const value = {
      run: () => labelOf(row.run),
      update: () => String(row.update),
      outcome: () => outcomeOfSample(row),
      group: () => row.group,
    }[field]()
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return counts
}
