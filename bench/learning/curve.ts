import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Arm, ScoreName } from './recipe.ts'

/** What is kept of an update: by its name in `metrics.jsonl`. */
export const COLUMNS = {
  update: 'global_step',
  episodes: 'episodes',
  evalSuccess: 'eval/success',
  evalReturn: 'eval/return',
  reward: 'reward',
  entropy: 'entropy',
  inGroupStd: 'rollout/in_group_std',
  zeroStd: 'frac_reward_zero_std',
  allBad: 'rollout/frac_all_bad',
  seconds: 'timing_s/step',
} as const
type Column = keyof typeof COLUMNS
export type Row = Readonly<Record<Column, number | null>>

type Evaluated = Pick<Row, 'evalSuccess' | 'evalReturn'>

/** One seed's run. */
export const curveSchema = z.object({
  seed: z.int(),
  updates: z.int(),
  episodes: z.int(),
  /** Of training, evaluations included; and of all before it: start, demonstrations, warm start. */
  seconds: z.number(),
  warmSeconds: z.number(),
  /** Greedily, of the imitation of solutions that the run began with; null where it began with none. */
  warm: z
    .object({ evalSuccess: z.number().nullable(), evalReturn: z.number().nullable() })
    .nullable(),
  alarms: z.array(z.string()),
  rows: z.array(z.array(z.number().nullable())),
})
export type Curve = z.output<typeof curveSchema>

export interface ArmResult {
  readonly arm: Arm
  readonly curves: readonly Curve[]
}

/** Rows of the curve beside those with an evaluation, at most. */
const MOST = 40

/** The updates that were evaluated, and of the others every so many-th, with seconds summed up. */
export async function readRows(dir: string): Promise<Curve['rows']> {
  const text = await readFile(join(dir, 'metrics.jsonl'), 'utf8')
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Readonly<Record<string, number>>)
  const every = Math.max(1, Math.ceil(lines.length / MOST))
  let seconds = 0
  return lines.flatMap((line, at) => {
    seconds += line[COLUMNS.seconds] ?? 0
    const isKept = line[COLUMNS.evalSuccess] !== undefined || at % every === 0
    if (!isKept) return []
    return [
      Object.values(COLUMNS).map((name) => short(name === COLUMNS.seconds ? seconds : line[name])),
    ]
  })
}

/** Four digits are more than a figure shows. */
function short(value: number | undefined): number | null {
  if (value === undefined || !Number.isFinite(value)) return null
  return Number.isInteger(value) ? value : Number(value.toPrecision(4))
}

const names = Object.keys(COLUMNS) as Column[]

export const rowsOf = ({ rows }: Pick<Curve, 'rows'>): readonly Row[] =>
  rows.map(
    (row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? null])) as unknown as Row,
  )

/** What an evaluation is worth; null where there was none. */
export const scores: Readonly<Record<ScoreName, (row: Evaluated) => number | null>> = {
  success: ({ evalSuccess }) => evalSuccess,
  /**
   * Of a bandit with one pull, the share of the risky arm: the safe one pays 0.15, and a success is a risky pull
   * that paid 1. Who never wins is given nothing: who pulls no arm at all has no return either.
   */
  'risky arm': ({ evalSuccess: won, evalReturn: earned }) => {
    if (won === null || earned === null) return null
    return won > 0 ? 1 - (earned - won) / 0.15 : 0
  },
}
