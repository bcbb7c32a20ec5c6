import { z } from 'zod'
import {
  ConfigError,
  type CurriculumOptions,
  createCurriculum,
  createRng,
  deriveSeed,
  zodProblem,
} from '../../core/index.ts'
import { type PassRateOptions, tasksByPassRate } from './pass-rate.ts'
import {
  allTasks,
  byDifficulty,
  otherState,
  shuffledPasses,
  type TaskSource,
  type TaskSourceOptions,
} from './task-source.ts'

/**
 * Which tasks come next. `success`: one difficulty at a time, the next one once it is mastered. `pass-rate`:
 * those that are solved about every other time.
 */
export type TaskCurriculum =
  | { readonly kind: 'off' }
  | ({ readonly kind: 'success' } & Omit<CurriculumOptions, 'levels'>)
  | ({ readonly kind: 'pass-rate' } & PassRateOptions)

/** @throws ConfigError where tasks do not allow for the curriculum. */
export function followCurriculum(
  options: TaskSourceOptions,
  curriculum: TaskCurriculum,
): TaskSource {
  if (curriculum.kind === 'off') return allTasks(options)
  if (curriculum.kind === 'pass-rate') return tasksByPassRate(options, curriculum)
  const { kind: _, ...schedule } = curriculum
  return tasksBySuccess(options, schedule)
}

const savedState = z.strictObject({ played: z.array(z.int().min(0)), curriculum: z.json() })

/** Shuffled passes over the tasks of each level; a schedule by success says which level it is. */
function tasksBySuccess(
  { env, tasks, seed }: TaskSourceOptions,
  schedule: Omit<CurriculumOptions, 'levels'>,
): TaskSource {
  const byName = byDifficulty(tasks)
  const names = levelsOf(env, byName)
  const levels = names.map((name, place) => ({
    taskOf: shuffledPasses(byName.get(name) ?? [], deriveSeed(seed, 'level', place)),
    played: 0,
  }))
  const { start, ...rest } = schedule
  const curriculum = createCurriculum({
    ...rest,
    // From flags, 1 comes as "1".
    ...(start === undefined ? {} : { start: String(start) }),
    levels: names,
  })
  return {
    next(number) {
      const name = String(curriculum.next(createRng(deriveSeed(seed, 'level of', number))))
      const level = levels[names.indexOf(name)] as (typeof levels)[number]
      return level.taskOf(level.played++)
    },
    report({ difficulty }, successes) {
      for (const success of successes) {
        if (success !== null) curriculum.report(String(difficulty), success)
      }
    },
    state: () => ({ played: levels.map(({ played }) => played), curriculum: curriculum.state() }),
    restore(state) {
      const saved = savedState.safeParse(state)
      if (!saved.success) throw otherState(env, zodProblem(saved.error))
      const { played } = saved.data
      if (played.length !== levels.length) {
        throw otherState(
          env,
          `it is of ${played.length} difficulties, and there are ${names.length}`,
        )
      }
      curriculum.restore(saved.data.curriculum)
      for (const [place, level] of levels.entries()) level.played = played[place] ?? 0
    },
  }
}

/** Difficulties, easiest first: by number where all are numbers, else as they are declared. */
function levelsOf(env: string, byName: ReadonlyMap<string, unknown>): readonly string[] {
  const names = [...byName.keys()]
  const refuse = (reason: string, advice: string): never => {
    throw new ConfigError(`Cannot follow a curriculum in ${env}: ${reason} (${advice})`)
  }
  if (names.includes('')) {
    const whose = names.length === 1 ? 'its tasks' : 'some of its tasks'
    refuse(`${whose} have no difficulty`, 'declare it, or train without a curriculum')
  }
  if (names.length === 1) {
    refuse(
      `all its tasks have the difficulty ${names[0]}`,
      'let its options leave several: text envs have every level with difficulty "all"',
    )
  }
  const areNumbers = names.every((name) => name.trim() !== '' && Number.isFinite(Number(name)))
  return areNumbers ? names.toSorted((a, b) => Number(a) - Number(b)) : names
}
