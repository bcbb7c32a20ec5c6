import { z } from 'zod'
import {
  ConfigError,
  createRng,
  deriveSeed,
  hashJson,
  type TaskInfo,
  type TaskList,
} from '../../../../core/index.ts'
import { splitOf, splitTasks } from '../../../split-tasks.ts'
import type { Posed } from './posed.ts'
import { pose, templates } from './templates.ts'

const ID = 'web/Travel-v0'
const MOST_DRAWS = 10_000
/** Moves when equal options begin to give other tasks. */
const GENERATOR = 1

export const travelOptions = {
  difficulty: z
    .enum(['easy', 'standard', 'hard', 'all'])
    .default('all')
    .describe('How hard: easy, standard, hard, or all of them as tasks of one env'),
  template: z
    .enum(Object.keys(templates) as [string, ...string[]])
    .optional()
    .describe('One sort of task (default: all of the difficulty)'),
  instances: z
    .int()
    .min(1)
    .max(10_000)
    .default(50)
    .describe('Tasks of the train split, a template; validation and test have a tenth each'),
} as const
export type TravelOptions = {
  readonly difficulty: string
  readonly template?: string | undefined
  readonly instances: number
}

export const travelTasks: TaskList<TravelOptions> = {
  list(options) {
    const tasks = chosen(options).flatMap((name) => tasksOf(name, options.instances))
    if (tasks.length > 0) return tasks
    throw new ConfigError(
      `Cannot list tasks of ${ID}: template ${options.template} is not ${options.difficulty} (leave out difficulty)`,
    )
  },
  identity: (options) => hashJson([ID, GENERATOR, options.instances, chosen(options)]),
}

const chosen = ({ difficulty, template }: TravelOptions): readonly string[] =>
  Object.entries(templates)
    .filter(([, each]) => difficulty === 'all' || each.difficulty === difficulty)
    .map(([name]) => name)
    .filter((name) => template === undefined || name === template)

const tasksOf = (name: string, instances: number): readonly TaskInfo[] =>
  splitTasks(name, {
    ...{ instances, difficulty: templates[name]?.difficulty },
    hashOf: (id) => hashJson(posedOf(id)),
  })

/** The task behind an id, the same every time. Which split it may be in follows from its content. @throws ConfigError */
export function posedOf(id: string): Posed {
  const [name = '', split = '', index = ''] = id.split('/')
  const rng = createRng(deriveSeed(0, ID, name, split, index))
  for (let tries = 0; tries < MOST_DRAWS; tries++) {
    const posed = pose(name, rng)
    if (posed && splitOf([posed.goal, posed.aim]) === split) return posed
  }
  throw new ConfigError(`Cannot make task ${id} of ${ID}: none was found (choose another task)`)
}
