import type { z } from 'zod'
import { ConfigError, zodProblem } from '../../core/index.ts'
import { createGrpo, grpoOptionsSchema } from '../grpo.ts'
import { createPpo, ppoOptionsSchema } from '../ppo.ts'
import { createReinforcePp, reinforcePpOptionsSchema } from '../reinforce-pp.ts'
import { createRloo, rlooOptionsSchema } from '../rloo.ts'
import type { Algorithm, AlgorithmName } from './algorithm.ts'

/** Every algorithm there is, with its options. */
export const algorithmSchemas = {
  grpo: grpoOptionsSchema,
  rloo: rlooOptionsSchema,
  'reinforce-pp': reinforcePpOptionsSchema,
  ppo: ppoOptionsSchema,
} as const satisfies Record<AlgorithmName, z.ZodObject>

/** @throws ConfigError for options it does not have, or that do not go together. */
export function createAlgorithm(
  name: AlgorithmName,
  method: Readonly<Record<string, unknown>>,
): Algorithm {
  switch (name) {
    case 'grpo':
      return createGrpo(read(name, grpoOptionsSchema, method))
    case 'rloo':
      return createRloo(read(name, rlooOptionsSchema, method))
    case 'reinforce-pp':
      return createReinforcePp(read(name, reinforcePpOptionsSchema, method))
    case 'ppo':
      return createPpo(read(name, ppoOptionsSchema, method))
  }
}

function read<S extends z.ZodObject>(
  name: AlgorithmName,
  schema: S,
  method: Readonly<Record<string, unknown>>,
): z.output<S> {
  const parsed = schema.safeParse(method)
  if (parsed.success) return parsed.data
  throw new ConfigError(
    `Cannot train with ${name}: ${zodProblem(parsed.error)} (see palaestra train ${name} --help)`,
  )
}
