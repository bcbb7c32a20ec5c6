import { resolve } from 'node:path'
import { type AnyDef, ConfigError } from '../../core/index.ts'
import {
  type AlgorithmName,
  algorithmSchemas,
  type ChosenEnv,
  createAlgorithm,
  type RlConfig,
  type RlEnvChoice,
  rlConfigSchema,
  rlOptionsSchema,
} from '../../trainers/index.ts'
import { envOptions, hasDifficultyOption } from '../env-options.ts'
import { flagName } from '../flags.ts'
import { isEnvFile, loadEnv } from '../load-env.ts'
import { engineFlags } from './engine-flags.ts'
import { actingFields, type RlFlags } from './rl-flags.ts'

/** The envs of a command line, with their definitions. @throws ConfigError for those that cannot be. */
export async function chosenEnvs(flags: RlFlags): Promise<readonly ChosenEnv[]> {
  const { env: names, envWeights = [] } = flags
  if (!names || names.length === 0) {
    throw new ConfigError(
      'Cannot train: --env is missing (give the id of an env; palaestra envs lists them)',
    )
  }
  if (envWeights.length > 0 && envWeights.length !== names.length) {
    throw new ConfigError(
      `Cannot mix ${names.length} envs by ${envWeights.length} weights (give --env-weights one for each)`,
    )
  }
  return Promise.all(
    names.map(async (name, place) => {
      const definition = await loadEnv(name)
      return { ...envChoice(name, definition, flags, envWeights[place]), definition }
    }),
  )
}

function envChoice(
  name: string,
  definition: AnyDef,
  flags: RlFlags,
  weight: string | undefined,
): RlEnvChoice {
  const ofTasks = hasDifficultyOption(definition) ? null : (flags.difficulty ?? null)
  const share = weight === undefined ? 1 : Number(weight)
  if (!(share > 0 && Number.isFinite(share))) {
    throw new ConfigError(`Cannot mix envs: the weight ${weight} is no number above 0`)
  }
  return {
    env: isEnvFile(name) ? resolve(name) : name,
    weight: share,
    options: envOptions(definition, flags),
    reward: flags.reward ?? null,
    split: flags.split ?? null,
    difficulty: ofTasks,
    maxEpisodeSteps: flags.maxTurns ?? null,
  }
}

/** The same of a stored run. */
export const storedEnvs = (config: RlConfig): Promise<readonly ChosenEnv[]> =>
  Promise.all(
    config.envs.map(async (choice) => ({ ...choice, definition: await loadEnv(choice.env) })),
  )

/** Flags as the config of a run; `model` is a folder by now. */
export function rlConfigOf(
  algorithm: AlgorithmName,
  flags: RlFlags & Readonly<Record<string, unknown>>,
  { model, envs }: { readonly model: string; readonly envs: readonly RlEnvChoice[] },
): RlConfig {
  const pick = (fields: readonly string[]) =>
    Object.fromEntries(
      fields.flatMap((field) => (flags[field] === undefined ? [] : [[field, flags[field]]])),
    )
  const method = pick(Object.keys(algorithmSchemas[algorithm].shape))
  // Options that do not go together are told before anything is played.
  createAlgorithm(algorithm, method)
  return rlConfigSchema.parse({
    algorithm,
    method,
    envs: envs.map(({ env, weight, options, reward, split, difficulty, maxEpisodeSteps }) => ({
      ...{ env, weight, options, reward, split, difficulty, maxEpisodeSteps },
    })),
    model: resolve(model),
    ...pick(['loraRank', 'loraAlpha']),
    ...(flags.adapter === undefined ? {} : { adapter: resolve(flags.adapter) }),
    agent: pick(actingFields),
    ...pick(Object.keys(rlOptionsSchema.shape)),
    said: pick(Object.keys(flags).filter((field) => !FREE.includes(field))),
  })
}

/** What may be said otherwise of a run that goes on. */
const FREE = ['out', 'resume', 'json', 'quiet', 'preset', ...Object.keys(engineFlags)]

/** A run goes on as it began. @throws ConfigError with the difference, where something else is said. */
export function checkSame(
  dir: string,
  { algorithm: began, said = {} }: RlConfig,
  algorithm: AlgorithmName,
  given: Readonly<Record<string, unknown>>,
): void {
  const refuse = (field: string, was: unknown, is: unknown): never => {
    throw new ConfigError(
      `Cannot resume ${dir}: ${field} was ${was === undefined ? 'not given' : JSON.stringify(was)}, is ${JSON.stringify(is)} (give the same, or start a new run)`,
    )
  }
  if (began !== algorithm) refuse('the algorithm', began, algorithm)
  for (const [field, value] of Object.entries(given)) {
    const isSame = JSON.stringify(said[field]) === JSON.stringify(value)
    if (!FREE.includes(field) && !isSame) refuse(flagName(field), said[field], value)
  }
}
