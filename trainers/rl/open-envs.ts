import {
  type AnyDef,
  ConfigError,
  defaultDeadlines,
  type MakeOptions,
  make,
  type Services,
  type TaskInfo,
} from '../../core/index.ts'
import { describeEnv, selectTasks } from '../../runs/index.ts'
import type { TrainedEnv } from '../rollouts/collect.ts'
import type { Algorithm } from './algorithm.ts'
import type { RlEnvChoice } from './config.ts'

/** An env that was chosen, with its definition. */
export interface ChosenEnv extends RlEnvChoice {
  readonly definition: AnyDef
}

/** An env that is open to be trained on. */
export interface OpenEnv extends TrainedEnv {
  /** Of all splits, in the chosen difficulty: what is held out is chosen of them. */
  readonly allTasks: readonly TaskInfo[] | null
  /** State is plain data: an episode depends on no clock and no process. */
  readonly isPlain: boolean
}

/**
 * Opens each env once, without an episode: this is where impossible options come to light.
 * @throws ConfigError for options, rewards and tasks that cannot be, and for what the algorithm needs and the
 * env does not have.
 */
export async function openEnvs(
  chosen: readonly ChosenEnv[],
  { needs, about, name }: Algorithm,
  services: Services,
): Promise<readonly OpenEnv[]> {
  return Promise.all(
    chosen.map(async (choice): Promise<OpenEnv> => {
      const { definition, weight, split, difficulty } = choice
      const makeOptions: MakeOptions<AnyDef> = {
        options: choice.options,
        ...(choice.reward === null ? {} : { reward: choice.reward }),
        ...(choice.maxEpisodeSteps === null ? {} : { maxEpisodeSteps: choice.maxEpisodeSteps }),
      }
      const { spec, term } = await describeEnv(definition, { ...makeOptions, services })
      if (needs.stateHash) await checkStateHash(definition, makeOptions, `${name} (${about})`)
      const allTasks = definition.tasks ? await definition.tasks.list(spec.options) : null
      const tasks = selectTasks(definition.id, allTasks, {
        split: split === 'all' ? undefined : (split ?? trainSplit(allTasks)),
        difficulty: difficulty ?? undefined,
      })
      return {
        ...{ definition, makeOptions, spec, term, tasks, weight },
        allTasks: selectTasks(definition.id, allTasks, { difficulty: difficulty ?? undefined }),
        isPlain: definition.state === 'data',
        deadlines: { ...defaultDeadlines, ...definition.deadlines },
      }
    }),
  )
}

/** Where an env has a split to train on, that is meant. */
const trainSplit = (tasks: readonly TaskInfo[] | null) =>
  tasks?.some(({ split }) => split === 'train') ? 'train' : undefined

async function checkStateHash(
  definition: AnyDef,
  options: MakeOptions<AnyDef>,
  algorithm: string,
): Promise<void> {
  await using env = await make(definition, options)
  if ('stateHash' in env && typeof env.stateHash === 'function') return
  throw new ConfigError(
    `Cannot train ${algorithm} on ${definition.id}: it does not tell the hash of its state (choose an env with state 'data', or another --advantage)`,
  )
}
