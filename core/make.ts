import { z } from 'zod'
import type { Clock } from './clock.ts'
import type { AnyDef, EnvDefinition, StateKind } from './define-env.ts'
import { didYouMean } from './did-you-mean.ts'
import type { Env, SnapshotEnv } from './env.ts'
import { ConfigError } from './errors.ts'
import { openEnv } from './open-env.ts'
import type { RewardTerm, Services, Signals } from './reward.ts'
import { recordStatistics } from './wrappers/episode-statistics.ts'
import { enforceOrder } from './wrappers/order-enforcing.ts'
import { checkPassively } from './wrappers/passive-checker.ts'
import { limitTime } from './wrappers/time-limit.ts'
import { zodProblem } from './zod-problem.ts'

/** The env a definition opens: one that can be saved where its state is data. */
export type EnvOf<D> =
  D extends EnvDefinition<
    infer Obs,
    infer Act,
    infer _S,
    infer _R,
    infer _Sig,
    infer Kind,
    infer _O,
    infer _I
  >
    ? Kind extends 'data'
      ? SnapshotEnv<Obs, Act>
      : Env<Obs, Act>
    : never

type OptionsOf<D> =
  D extends EnvDefinition<
    infer _Obs,
    infer _Act,
    infer _S,
    infer _R,
    infer _Sig,
    infer _Kind,
    infer _O,
    infer Input
  >
    ? Input
    : never
type PresetsOf<D> = D extends { readonly rewards: infer R } ? keyof R & string : string
type SignalsOf<D> =
  D extends EnvDefinition<
    infer _Obs,
    infer _Act,
    infer _S,
    infer _R,
    infer Sig,
    infer _Kind,
    infer _O,
    infer _I
  >
    ? Sig
    : Signals

export interface MakeOptions<D> {
  /** A preset's name, or a composition over signals the env reports (default: the first preset). */
  readonly reward?: PresetsOf<D> | RewardTerm<SignalsOf<D>> | undefined
  /** The env's own options; unknown names are errors. */
  readonly options?: OptionsOf<D> | undefined
  readonly maxEpisodeSteps?: number | undefined
  /** Where seeds come from when `reset` is given none (default 0). */
  readonly seed?: number | undefined
  readonly clock?: Clock | undefined
  readonly services?: Services | undefined
}

/** Opens an env with the default wrappers: passive checker, time limit, order enforcement, statistics. */
export async function make<
  Obs,
  Act,
  State,
  R extends Readonly<Record<string, RewardTerm<never>>>,
  Sig,
  Kind extends StateKind,
  Options,
  OptionsInput,
>(
  definition: EnvDefinition<Obs, Act, State, R, Sig, Kind, Options, OptionsInput>,
  options?: MakeOptions<EnvDefinition<Obs, Act, State, R, Sig, Kind, Options, OptionsInput>>,
): Promise<Kind extends 'data' ? SnapshotEnv<Obs, Act> : Env<Obs, Act>>
export async function make(
  definition: AnyDef,
  options: MakeOptions<AnyDef> = {},
): Promise<Env<unknown, unknown>> {
  const chosen = chooseReward(definition, options.reward)
  for (const service of chosen.term.needs ?? []) {
    if (!options.services?.[service]) {
      throw new ConfigError(
        `Cannot make ${definition.id}: reward ${chosen.preset ?? 'composition'} needs the service "${service}" (pass { services: { ${service} } })`,
      )
    }
  }
  const maxEpisodeSteps = options.maxEpisodeSteps ?? definition.maxEpisodeSteps
  const base = openEnv(definition, {
    options: parseOptions(definition, options.options),
    reward: chosen.term,
    preset: chosen.preset,
    maxEpisodeSteps,
    seed: options.seed,
    clock: options.clock,
  })
  // Order outside the limit: an episode the limit truncates has ended, too.
  return recordStatistics(enforceOrder(limitTime(checkPassively(base), maxEpisodeSteps)))
}

function chooseReward(
  definition: AnyDef,
  reward: MakeOptions<AnyDef>['reward'],
): { preset: string | null; term: RewardTerm<never> } {
  const presets = definition.rewards as Readonly<Record<string, RewardTerm<never>>>
  if (typeof reward === 'object') return { preset: null, term: reward }
  const [first = ''] = Object.keys(presets)
  const preset: string = reward ?? first
  const term = Object.hasOwn(presets, preset) ? presets[preset] : undefined
  if (!term) {
    throw new ConfigError(
      `Cannot make ${definition.id}: it has no reward ${JSON.stringify(preset)} (${didYouMean(preset, Object.keys(presets))})`,
    )
  }
  return { preset, term }
}

const allowsMore = ({ def: { catchall } }: z.ZodObject) =>
  catchall !== undefined && !(catchall instanceof z.ZodNever)

/** A plain `z.object` would drop a misspelt option in silence. */
function refuseUnknown(id: string, known: readonly string[], given: unknown) {
  const unknown = Object.keys(given ?? {}).find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw new ConfigError(
    `Cannot make ${id}: it has no option ${JSON.stringify(unknown)} (${didYouMean(unknown, known)})`,
  )
}

function parseOptions(definition: AnyDef, given: unknown): unknown {
  if (!definition.options) {
    const names = Object.keys(given ?? {})
    if (names.length === 0) return {}
    throw new ConfigError(
      `Cannot make ${definition.id}: it takes no options (remove ${names.join(', ')})`,
    )
  }
  const schema: z.ZodType = definition.options
  if (schema instanceof z.ZodObject && !allowsMore(schema)) {
    refuseUnknown(definition.id, Object.keys(schema.shape), given)
  }
  const parsed = schema.safeParse(given ?? {})
  if (parsed.success) return parsed.data
  throw new ConfigError(
    `Cannot make ${definition.id}: option ${zodProblem(parsed.error)} (see its README for the options)`,
  )
}
