import { join } from 'node:path'
import { agents } from '../../agents/index.ts'
import { ConfigError } from '../../core/index.ts'
import type { Engine } from '../../models/index.ts'
import { defaultConcurrency, run } from '../../runs/index.ts'
import {
  type ChosenEnv,
  foldersOf,
  runSft,
  sftConfigSchema,
  WARM_START,
} from '../../trainers/index.ts'
import { INTERRUPTED } from '../interrupts.ts'
import type { RlFlags } from './rl-flags.ts'

export interface WarmStart {
  /** Whose episodes are imitated. */
  readonly who: 'random' | 'oracle'
  readonly episodes: number
  readonly dir: string
  readonly engine: () => Promise<Engine>
  readonly stop: AbortSignal
  readonly note: (line: string) => void
}

/** The run was stopped before there was anything to go on from. */
export class StoppedEarly extends Error {
  readonly code = INTERRUPTED
}

/**
 * Teaches a new model how one speaks in these envs: it imitates episodes of legal actions, or of the
 * solution, with its alphabet learnt on them. Gives the model's folder.
 */
export async function warmUp(
  envs: readonly ChosenEnv[],
  flags: RlFlags,
  { who, episodes, dir, engine, stop, note }: WarmStart,
): Promise<string> {
  if (flags.adapter !== undefined) {
    throw new ConfigError(
      'Cannot warm up an adapter: the imitation would end in a model (train it first with palaestra train sft --adapter, then leave --warm-start out)',
    )
  }
  const folder = join(dir, WARM_START)
  const data: string[] = []
  const share = Math.ceil(episodes / envs.length)
  for (const [place, env] of envs.entries()) {
    if (who === 'oracle' && !env.definition.gold) {
      throw new ConfigError(
        `Cannot warm up on ${env.definition.id} with its solution: it declares none (use --warm-start random)`,
      )
    }
    const out = join(folder, `episodes-${place}`)
    note(`Warm start: ${share} episodes of ${env.definition.id}, played by ${who}.`)
    await run({
      definition: env.definition,
      agent: agents[who] ?? (() => Promise.reject(new Error(who))),
      episodes: share,
      seed: flags.seed,
      options: env.options,
      ...(env.maxEpisodeSteps === null ? {} : { maxEpisodeSteps: env.maxEpisodeSteps }),
      split:
        env.split === 'all'
          ? undefined
          : (env.split ?? (env.definition.tasks ? 'train' : undefined)),
      difficulty: env.difficulty ?? undefined,
      concurrency: defaultConcurrency(),
      out,
      stop,
      onWarning: note,
    })
    if (stop.aborted) throw new StoppedEarly()
    data.push(out)
  }
  const config = sftConfigSchema.parse({
    ...{ data, model: flags.model, seed: flags.seed, contextLength: flags.contextLength },
    // What random actions are worth does not matter: they are legal.
    ...(who === 'random' ? { minReturn: -1e9 } : {}),
    ...{ steps: flags.warmSteps, learningRate: flags.warmLearningRate, heldOut: 0.05 },
    ...(flags.system === undefined ? {} : { system: flags.system }),
  })
  const policy = join(folder, 'policy')
  const result = await runSft(policy, config, { engine, stop, onWarning: note })
  if (result.status === 'interrupted') throw new StoppedEarly()
  const loss = result.last?.['losses/policy_loss']
  note(
    `Warm start: ${result.plan.steps} steps on ${result.data.sequences} conversations, loss ${loss?.toFixed(3) ?? 'unknown'}.`,
  )
  return foldersOf(policy).model
}
