import { loadPolicyAgent, policyOptionsSchema } from '../../agents/index.ts'
import { ConfigError } from '../../core/index.ts'
import { type EngineSpec, presetNames, readPolicySpeech } from '../../models/index.ts'
import {
  type AlgorithmName,
  checkNewFolder,
  planRl,
  type RlRunOptions,
  readTrainingRun,
  resumeRl,
  rlConfigSchema,
  runRl,
} from '../../trainers/index.ts'
import { type Command, type CommandInput, defineCommand } from '../command.ts'
import { INTERRUPTED, listenForInterrupts } from '../interrupts.ts'
import { invocation } from '../invocation.ts'
import { noteEnvs } from '../note-envs.ts'
import { claimStdout, plainOutput } from '../output.ts'
import { defaultRunFolder } from '../run-folder.ts'
import { engineFor } from '../train/engine-flags.ts'
import { practitionerFlags } from '../train/practitioner.ts'
import { checkSame, chosenEnvs, rlConfigOf, storedEnvs } from '../train/rl-config.ts'
import { type RlFlags, rlFlags } from '../train/rl-flags.ts'
import { rlJson, rlTable } from '../train/rl-output.ts'
import { describeRlStart, summaryOf } from '../train/rl-summary.ts'
import { createTrainingView, type TrainingView } from '../train/rl-view.ts'
import { StoppedEarly, warmUp } from '../train/warm-start.ts'

const SUMMARIES: Readonly<Record<AlgorithmName, string>> = {
  grpo: 'Train a policy with rewards, by groups of episodes: GRPO and its family.',
  rloo: 'Train a policy with rewards: REINFORCE with a leave-one-out baseline.',
  'reinforce-pp': 'Train a policy with rewards, normalised over the batch: REINFORCE++.',
  ppo: 'Train a policy with rewards and a critic: PPO.',
}

/** `train grpo` and its like; `train` alone is the first of them. */
export const trainRlCommand = (algorithm: AlgorithmName, name = `train ${algorithm}`): Command =>
  defineCommand({
    name,
    verb: 'train',
    summary: SUMMARIES[algorithm],
    operands: [],
    flags: name === 'train' ? rlFlags(algorithm).extend(practitionerFlags) : rlFlags(algorithm),
    examples: [
      `palaestra ${name} --env text/GuessNumber-v0`,
      `palaestra ${name} --env text/FrozenLake-v0 --updates 200 --groups 16 --eval-episodes 128`,
      `palaestra ${name} --env swe/Repair-v0 --model ./Qwen3-0.6B --lora-rank 16 --constrained`,
      `palaestra ${name} --resume palaestra-runs/my-run`,
    ],
    run: (input) => trainRl(algorithm, input as unknown as Input),
  })

export type Flags = RlFlags & Readonly<Record<string, unknown>>
export type Input = Omit<CommandInput<never>, 'flags' | 'given'> & {
  readonly flags: Flags
  readonly given: Readonly<Record<string, unknown>>
}

/** Who acts in which envs, and what is shown of it. */
export const hooksOf = (view: TrainingView, stop: AbortSignal): Omit<RlRunOptions, 'engine'> => ({
  stop,
  envs: storedEnvs,
  agents: async ({ agent, model }, speech) => {
    const createPolicyAgent = await loadPolicyAgent()
    const options = policyOptionsSchema.parse({ model, ...agent })
    return {
      sampled: createPolicyAgent(options, speech),
      greedy: createPolicyAgent({ ...options, temperature: 0 }, speech),
    }
  },
  onStart: (start) => view.start(describeRlStart(start)),
  onPhase: (phase) => view.phase(phase),
  onUpdate: (metrics, progress) =>
    view.update(metrics, {
      ...progress,
      ...(progress.best ? { bestEval: progress.best } : {}),
    }),
  onAlarm: (alarm) => view.alarm(alarm),
  onWarning: (message) => view.note(message),
})

async function trainRl(algorithm: AlgorithmName, { flags, given }: Input): Promise<number> {
  if (flags['preset'] !== undefined) {
    const { trainPractitioner } = await import('./practitioner.ts')
    return trainPractitioner({ flags, given })
  }
  const output = flags.json ? claimStdout() : plainOutput
  const view = createTrainingView(process.stderr, { quiet: flags.quiet })
  const interrupts = listenForInterrupts(() =>
    view.note('Stopping: this update is finished and saved first (Ctrl-C again leaves at once).'),
  )
  const stopNoting = flags.quiet ? () => {} : await noteEnvs((line) => view.note(line))
  const note = (line: string) => flags.quiet || view.note(line)
  const hooks = hooksOf(view, interrupts.stop)
  try {
    const result = await (flags.resume === undefined
      ? begin(algorithm, flags, hooks, note)
      : goOn(flags.resume, algorithm, { flags, given }, hooks))
    view.end()
    const summary = summaryOf(result)
    output.result(flags.json ? rlJson(summary) : rlTable(summary))
    if (result.status === 'complete') return 0
    view.note(`Continue with: ${invocation('train', algorithm, '--resume', result.dir)}`)
    return INTERRUPTED
  } catch (error) {
    if (!(error instanceof StoppedEarly)) throw error
    view.note('Stopped in the warm start: nothing is there to go on from (start again).')
    return INTERRUPTED
  } finally {
    interrupts.release()
    stopNoting()
    view.end()
  }
}

export async function begin(
  algorithm: AlgorithmName,
  asked: Flags,
  hooks: Omit<RlRunOptions, 'engine'>,
  note: (line: string) => void,
) {
  const budget = budgetOf(asked)
  const flags: Flags = { ...asked, updates: budget.updates }
  const envs = await chosenEnvs(flags)
  const isSize = (presetNames as readonly string[]).includes(flags.model)
  const who =
    flags.warmStart === 'auto'
      ? budget.demos > 0
        ? 'oracle'
        : isSize
          ? 'random'
          : 'none'
      : flags.warmStart
  if (isSize && who === 'none') {
    throw new ConfigError(
      `Cannot train ${flags.model} without a warm start: a new model knows no language (leave --warm-start out, or give the folder of a model)`,
    )
  }
  const dir = flags.out ?? defaultRunFolder(envs[0]?.definition.id ?? 'mix', algorithm, new Date())
  // Whatever does not go together is told before anything is played.
  await planRl(rlConfigOf(algorithm, flags, { model: flags.model, envs }), envs)
  await checkNewFolder(dir)
  const engine = engineFor(flags)
  const found = isSize ? { model: flags.model } : await foldersOfModel(flags)
  const learner: Flags = { ...flags, ...found }
  const model =
    who === 'none'
      ? learner.model
      : await warmUp(envs, learner, {
          ...{ who, dir, engine, note },
          episodes: budget.demos > 0 ? budget.demos : flags.warmEpisodes,
          stop: hooks.stop ?? new AbortController().signal,
        })
  const config = rlConfigOf(algorithm, learner, { model, envs })
  return runRl(dir, config, { ...hooks, envs: async () => envs, engine })
}

/** Of a training run: the model, or the adapter with its model. */
async function foldersOfModel({ model, adapter }: Flags) {
  const { folders } = await readPolicySpeech({
    model,
    ...(adapter === undefined ? {} : { adapter }),
  })
  return folders
}

/** A budget of episodes, cut into demonstrations and updates. */
export function budgetOf({ episodes, sftShare = 0, updates, groups, groupSize }: Flags) {
  if (episodes === undefined) {
    if (sftShare === 0) return { demos: 0, updates }
    throw new ConfigError(
      'Cannot split a budget: --sft-share is a share of --episodes (give both, or neither)',
    )
  }
  const demos = Math.round(episodes * sftShare)
  const affordable = Math.floor((episodes - demos) / (groups * groupSize))
  if (affordable >= 1) return { demos, updates: affordable }
  throw new ConfigError(
    `Cannot train with ${episodes} episodes: ${demos} are imitated, and an update takes ${groups * groupSize} (raise --episodes, or lower --groups)`,
  )
}

export async function goOn(
  dir: string,
  algorithm: AlgorithmName,
  { flags, given }: Pick<Input, 'flags' | 'given'>,
  hooks: Omit<RlRunOptions, 'engine'>,
) {
  const stored = await readTrainingRun(dir)
  const config = rlConfigSchema.safeParse(stored.config)
  if (config.success) checkSame(dir, config.data, algorithm, given)
  const engine = engineFor(flags, stored.engine as unknown as EngineSpec)
  return resumeRl(dir, { ...hooks, engine })
}
