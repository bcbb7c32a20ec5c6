import { parseArgs } from 'node:util'
import { ConfigError, didYouMean } from '../../core/index.ts'

export interface LearningOptions {
  /** All, where none is named. */
  readonly tasks: readonly string[]
  readonly arms: readonly string[]
  readonly seeds: number
  /** Instead of the recipe's own: a short look. */
  readonly updates: number | null
  /** Where runs lie; what is complete there is not run again. */
  readonly runs: string | null
  /** Where curves and figures go; null: a short look leaves none. */
  readonly out: string | null
}

export const SEEDS = 3
const FIGURES = 'docs/figures/learning'

/** @throws ConfigError for flags that are none, and tasks that there are not. */
export function learningOptions(
  argv: readonly string[],
  known: readonly string[],
): LearningOptions {
  const { values } = parse(argv)
  const tasks = values.task ?? []
  const strange = tasks.find((task) => !known.includes(task))
  if (strange !== undefined) {
    throw refusal(`there is no task ${strange}`, didYouMean(strange, known))
  }
  const seeds = whole('--seeds', values.seeds) ?? SEEDS
  const updates = whole('--updates', values.updates)
  const isWhole = seeds >= SEEDS && updates === null && values.arm === undefined
  return {
    ...{ tasks, seeds, updates, arms: values.arm ?? [], runs: values.runs ?? null },
    out: values.out ?? (isWhole ? FIGURES : null),
  }
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const
  const list = { type: 'string', multiple: true } as const
  try {
    return parseArgs({
      args: [...argv],
      options: { task: list, arm: list, seeds: text, updates: text, runs: text, out: text },
    })
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('.')[0] : String(error)
    throw refusal(`${reason}`, 'choose from --task, --arm, --seeds, --updates, --runs, --out')
  }
}

function whole(name: string, value: string | undefined): number | null {
  if (value === undefined) return null
  const number = Number(value)
  if (Number.isSafeInteger(number) && number > 0) return number
  throw refusal(`${name} ${value} is no whole number from 1`, `write ${name} 1`)
}

const refusal = (reason: string, advice: string) =>
  new ConfigError(`Cannot run bench learning: ${reason} (${advice})`)
