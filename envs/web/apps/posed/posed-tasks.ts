import { z } from 'zod'
import {
  ConfigError,
  createRng,
  deriveSeed,
  hashJson,
  type Json,
  type Rng,
  type TaskInfo,
  type TaskList,
} from '../../../../core/index.ts'
import { splitOf, splitTasks } from '../../../split-tasks.ts'
import type { Posed, Template } from './posed.ts'
import type { Facts } from './verdict.ts'

export interface PosedOptions {
  readonly instances: number
  readonly templates?: readonly string[] | undefined
}

/** What tasks are posed in. */
export interface Application<State, Operation> {
  generate(rng: Rng): State
  /** Does it as that user, or says why not. */
  apply(
    state: State,
    user: string,
    operation: Operation,
  ): { readonly ok: true } | { readonly ok: false; readonly reason: string }
  factsOf(state: State): Facts
}

/** A state to begin with, a task in it, and what counts of the states before and after it. */
export interface PosedWorld<State, Operation> {
  readonly state: State
  readonly posed: Posed<Operation>
  readonly initial: Facts
  readonly expected: Facts
}

export interface Poser<State, Operation> {
  readonly tasks: TaskList<PosedOptions>
  readonly options: Readonly<Record<string, z.ZodType>>
  /** @throws Error where the application refuses what the task wants to be done. */
  open(task: TaskInfo): PosedWorld<State, Operation>
}

const MOST_DRAWS = 2000
/** Moves when equal options begin to give other tasks. */
const GENERATOR = 1

/** Tasks from templates: in which split one may be follows from its content, so that splits share none. */
export function posedTasks<State, Operation>(
  id: string,
  templates: readonly Template<State, Operation>[],
  { generate, apply, factsOf }: Application<State, Operation>,
): Poser<State, Operation> {
  const names = templates.map(({ name }) => name) as [string, ...string[]]

  function of(task: Pick<TaskInfo, 'id'>) {
    const [name = '', split = '', index = ''] = task.id.split('/')
    const template = templates.find((each) => each.name === name)
    if (!template) throw new ConfigError(`Cannot find task ${task.id} of ${id}`)
    const rng = createRng(deriveSeed(0, id, name, split, index))
    for (let draws = 0; draws < MOST_DRAWS; draws++) {
      const state = generate(rng)
      const posed = template.pose(state, rng)
      if (posed && splitOf(contentOf(name, posed)) === split) return { state, posed }
    }
    throw new ConfigError(`Cannot make task ${task.id} of ${id}: its template poses none`)
  }

  const hashOf = (id: string) => hashJson(contentOf(id.split('/')[0] ?? '', of({ id }).posed))

  return {
    open(task) {
      const { state, posed } = of(task)
      const last = structuredClone(state)
      for (const operation of posed.operations) {
        const outcome = apply(last, posed.user, operation)
        if (!outcome.ok) throw new Error(`Cannot solve ${task.id}: ${outcome.reason}`)
      }
      return { state, posed, initial: factsOf(state), expected: factsOf(last) }
    },
    options: {
      instances: z
        .int()
        .min(1)
        .max(10_000)
        .default(20)
        .describe('Tasks of each template for training; a tenth for validation and test each'),
      templates: z
        .array(z.enum(names))
        .min(1)
        .optional()
        .describe('Which templates (default: all)'),
    },
    tasks: {
      identity: ({ instances, templates = names }) => [id, GENERATOR, instances, [...templates]],
      list: ({ instances, templates: chosen = names }) =>
        templates
          .filter(({ name }) => chosen.includes(name))
          .flatMap(({ name, difficulty }) => splitTasks(name, { instances, difficulty, hashOf })),
    },
  }
}

const contentOf = (template: string, { goal, operations, answer }: Posed<unknown>) =>
  [template, goal, operations, answer ?? null] as Json
