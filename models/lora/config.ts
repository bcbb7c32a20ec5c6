import { ConfigError, didYouMean } from '../../core/index.ts'
import type { Shapes } from '../checkpoint/parameters.ts'

/**
 * Low-rank adaptation, LoRA (Hu et al. 2021, eq. 3): `y = W x + s B A x`, with `A: [rank, in]` and
 * `B: [out, rank]` beside linear layers that stay as they are.
 */
export interface LoraConfig {
  readonly rank: number
  readonly alpha: number
  /** Names of modules, or endings of their names: `q_proj`, `layers.0.mlp.up_proj`. */
  readonly targetModules: readonly string[]
  /** Scale `alpha / sqrt(rank)` instead of `alpha / rank` (rsLoRA, Kalajdzievski 2023). */
  readonly rankStabilized: boolean
  /** Name or path of the model that is adapted. */
  readonly baseModel?: string
  /** Ranks of modules that differ: by ending, or by regular expression for the end of a name. */
  readonly rankPattern?: Readonly<Record<string, number>>
  readonly alphaPattern?: Readonly<Record<string, number>>
}

const HEAD = 'lm_head'
const EMBEDDING = 'embed_tokens'

/**
 * Names and shapes of what is trained, in the order of the model: `<module>.lora_A.weight` and
 * `<module>.lora_B.weight`.
 * @throws ConfigError where a target is no linear layer of the model.
 */
export function loraShapes(baseShapes: Shapes, config: LoraConfig): Shapes {
  checkNumbers(config)
  const modules = modulesOf(baseShapes)
  const { targetModules } = config
  const unmatched = targetModules.find((ending) => !modules.some((name) => endsWith(name, ending)))
  if (unmatched !== undefined) {
    const known = [...new Set(modules.map((name) => name.split('.').at(-1) ?? name))]
    throw problem(`no module ends with ${unmatched}`, didYouMean(unmatched, known))
  }
  const shapes: Record<string, readonly number[]> = {}
  for (const module of modules) {
    if (!targetModules.some((ending) => endsWith(module, ending))) continue
    const [out, into, ...more] = baseShapes[`${module}.weight`] ?? []
    if (out === undefined || into === undefined || more.length > 0) {
      throw problem(`${module} is no linear layer`, 'choose others')
    }
    if (module.split('.').at(-1) === EMBEDDING) {
      throw problem('LoRA on embeddings is not supported', `leave ${EMBEDDING} out of the targets`)
    }
    const rank = loraRank(config, module)
    shapes[`${module}.lora_A.weight`] = [rank, into]
    shapes[`${module}.lora_B.weight`] = [out, rank]
  }
  if (Object.keys(shapes).length === 0) {
    throw problem('targetModules names no module', 'name some, such as q_proj')
  }
  return shapes
}

/** The rank of a module's adapter. */
export function loraRank(config: LoraConfig, module: string): number {
  return byPattern(config.rankPattern, module) ?? config.rank
}

/** The scale `s` of a module's adapter. */
export function loraScale(config: LoraConfig, module: string): number {
  const rank = loraRank(config, module)
  const alpha = byPattern(config.alphaPattern, module) ?? config.alpha
  return alpha / (config.rankStabilized ? Math.sqrt(rank) : rank)
}

/**
 * The targets of an `adapter_config.json` as a list: of its endings those that this model has (PEFT
 * passes over the others), or the names of all modules that its regular expression matches as a
 * whole; `all-linear` is every linear layer but the head.
 */
export function resolveTargets(
  baseShapes: Shapes,
  targets: readonly string[] | string,
): readonly string[] {
  const modules = modulesOf(baseShapes)
  if (typeof targets !== 'string') {
    return targets.filter((ending) => modules.some((module) => endsWith(module, ending)))
  }
  if (targets.toLowerCase() !== 'all-linear') {
    const whole = expression('target_modules', targets, (source) => `^(?:${source})$`)
    return modules.filter((module) => whole.test(module))
  }
  return modules.filter((module) => {
    const name = module.split('.').at(-1)
    return baseShapes[`${module}.weight`]?.length === 2 && name !== HEAD && name !== EMBEDDING
  })
}

/** Everything with a weight, norms included: what is no linear layer is refused by name, not passed over. */
const modulesOf = (baseShapes: Shapes): readonly string[] =>
  Object.keys(baseShapes).flatMap((name) =>
    name.endsWith('.weight') ? name.slice(0, -'.weight'.length) : [],
  )

const endsWith = (module: string, ending: string): boolean =>
  module === ending || module.endsWith(`.${ending}`)

/** The first pattern that a name ends with decides, as in PEFT. */
function byPattern(
  patterns: Readonly<Record<string, number>> | undefined,
  module: string,
): number | undefined {
  return Object.entries(patterns ?? {}).find(([pattern]) =>
    expression('pattern', pattern, (source) => `^(?:.*\\.)?(?:${source})$`).test(module),
  )?.[1]
}

/** A repetition of what repeats: such an expression may take for ever, and adapters come from anywhere. */
const REPEATED_REPETITION = /\([^()]*[*+{][^()]*\)+[*+{]/

/** PEFT's expressions are Python's: named groups are written otherwise there. */
function expression(what: string, source: string, around: (source: string) => string): RegExp {
  if (source.length > 1000 || REPEATED_REPETITION.test(source)) {
    throw problem(
      `${what} ${source.slice(0, 60)} repeats what repeats`,
      'name the modules in a list',
    )
  }
  try {
    return new RegExp(around(source.replaceAll('(?P<', '(?<')))
  } catch {
    throw problem(`${what} ${source} is no regular expression`, 'repair it')
  }
}

function checkNumbers({ rank, alpha, rankPattern = {}, alphaPattern = {} }: LoraConfig): void {
  for (const value of [rank, ...Object.values(rankPattern)]) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw problem(`rank ${value} is no whole number from 1`, 'choose another')
    }
  }
  for (const value of [alpha, ...Object.values(alphaPattern)]) {
    if (!(value > 0) || !Number.isFinite(value)) {
      throw problem(`alpha ${value} is not above 0`, 'choose another')
    }
  }
}

function problem(reason: string, advice: string): ConfigError {
  return new ConfigError(`Cannot adapt the model: ${reason} (${advice})`)
}
