import type { Block } from '../../blocks.ts'
import { formatInteger, plural } from '../../format.ts'
import { definePanel } from '../../panel.ts'
import { noteOf } from '../figure.ts'
import { type ColumnOf, runColumn, tableOf } from '../tables.ts'
import type { TrainingRun } from './charts.ts'

interface AlarmRow {
  readonly run: string
  readonly name: string
  readonly update: number
  readonly message: string
}

/** What was raised more than once. */
interface AlarmKind {
  readonly run: string
  readonly name: string
  readonly count: number
  readonly first: number
  readonly last: number
}

interface AlarmsData {
  readonly runs: readonly string[]
  readonly kinds: readonly AlarmKind[]
  readonly alarms: readonly AlarmRow[]
  readonly leftOut: number
}

/** An alarm that repeats itself says no more the hundredth time. */
const MOST_ALARMS = 500
const FEW = 12

/** What is wrong with a run, or about to be, in its own words. */
export const alarmsPanel = definePanel<undefined, AlarmsData>({
  id: 'alarms',
  title: 'Alarms',
  about: 'training',
  collect(runs) {
    const all = (runs as readonly TrainingRun[]).flatMap(({ label, training }) =>
      (training?.alarms ?? []).map((alarm): AlarmRow => ({ run: label, ...alarm })),
    )
    return {
      runs: runs.map(({ label }) => label),
      kinds: kindsOf(all),
      alarms: all.slice(0, MOST_ALARMS),
      leftOut: Math.max(0, all.length - MOST_ALARMS),
    }
  },
  show({ runs, kinds, alarms, leftOut }) {
    if (alarms.length === 0) return [noteOf('No alarm was raised.')]
    const each: readonly ColumnOf<AlarmRow>[] = [
      ...runColumn<AlarmRow>(runs),
      ['Update', 'integer', ({ update }) => update],
      ['Alarm', 'text', ({ name }) => name],
      ['What is seen, and what to do', 'text', ({ message }) => message],
    ]
    const counted: readonly ColumnOf<AlarmKind>[] = [
      ...runColumn<AlarmKind>(runs),
      ['Alarm', 'text', ({ name }) => name],
      ['Times', 'integer', ({ count }) => count],
      ['First update', 'integer', ({ first }) => first],
      ['Last update', 'integer', ({ last }) => last],
    ]
    const blocks: Block[] = [
      ...(alarms.length > FEW
        ? [{ kind: 'table', title: 'By name', table: tableOf(counted, kinds) } as const]
        : []),
      {
        kind: 'table',
        ...(alarms.length > FEW ? { title: 'All' } : {}),
        table: { ...tableOf(each, alarms), wraps: true },
      },
    ]
    if (leftOut > 0) {
      blocks.push(
        noteOf(
          `${plural(leftOut, 'further alarm')} left out after the first ${formatInteger(MOST_ALARMS)}: alarms.jsonl has them.`,
        ),
      )
    }
    return blocks
  },
})

function kindsOf(alarms: readonly AlarmRow[]): AlarmKind[] {
  const kinds = new Map<string, AlarmKind>()
  for (const { run, name, update } of alarms) {
    const key = JSON.stringify([run, name])
    const known = kinds.get(key) ?? { run, name, count: 0, first: update, last: update }
    kinds.set(key, { ...known, count: known.count + 1, last: update })
  }
  return [...kinds.values()]
}
