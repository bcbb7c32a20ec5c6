import { z } from 'zod'

/** What every text env takes beside its own knobs. */
export interface CommonOptions {
  /** A level's name, or `all`. */
  readonly difficulty: string
  readonly instances: number
  readonly density: number
}

/** Options with knobs of the env's own, each of which overrides its level's. */
export type KnobOptions<Knobs> = CommonOptions & {
  readonly [K in keyof Knobs]?: Knobs[K] | undefined
}

/** The common options, to be spread into an env's `z.strictObject`; its knobs stand beside them, all optional. */
export function commonOptions<Level extends string>(
  levels: Readonly<Record<Level, unknown>>,
  standard: NoInfer<Level>,
) {
  const names = Object.keys(levels)
  return {
    difficulty: z
      .enum([...names, 'all'])
      .default(standard)
      .describe(`How hard: ${names.join(', ')}, or all of them as tasks of one env`),
    instances: z
      .int()
      .min(1)
      .max(100_000)
      .default(1000)
      .describe(
        'Most tasks of the train split, a difficulty; validation and test have a tenth each',
      ),
    density: z
      .number()
      .min(0)
      .max(1)
      .default(1)
      .describe(
        'How often the dense reward pays progress: 1 with every gain, 0.25 at five marks, 0 never',
      ),
  }
}

/** The levels that are asked for, with the knobs that the options override. */
export function chosenLevels<Knobs extends object>(
  levels: Readonly<Record<string, Knobs>>,
  options: KnobOptions<Knobs>,
): ReadonlyMap<string, Knobs> {
  const names = options.difficulty === 'all' ? Object.keys(levels) : [options.difficulty]
  return new Map(names.map((name) => [name, withOptions(levels[name] as Knobs, options)]))
}

function withOptions<Knobs extends object>(knobs: Knobs, options: KnobOptions<Knobs>): Knobs {
  const given = options as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    Object.entries(knobs).map(([name, value]) => [name, given[name] ?? value]),
  ) as Knobs
}

/** For envs that a tiny policy learns: what it sees in a few characters. */
export const briefOption = {
  brief: z
    .boolean()
    .default(false)
    .describe(
      'Observations of a few characters, without words: for policies that learn from scratch',
    ),
}
