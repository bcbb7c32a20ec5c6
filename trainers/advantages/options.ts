import { z } from 'zod'
import { ConfigError, zodProblem } from '../../core/index.ts'

export const epsilonOption = (value: number) =>
  z.number().min(0).default(value).describe('Added to a standard deviation before dividing by it.')

export const ddofOption = (value: 0 | 1) =>
  z
    .union([z.literal(0), z.literal(1)])
    .default(value)
    .describe('1: standard deviation of a sample (n - 1). 0: of a population (n).')

export const gammaOption = (value: number, what = 'What a reward one turn later is worth now.') =>
  z.number().min(0).max(1).default(value).describe(what)

export const modeOption = (value: 'mean_norm' | 'mean_std_norm') =>
  z
    .enum(['mean_norm', 'mean_std_norm'])
    .default(value)
    .describe('mean_norm: centred only. mean_std_norm: divided by the standard deviation as well.')

export const weightOption = (value: number, what: string) =>
  z.number().default(value).describe(what)

/** Options with their defaults; a ConfigError says which of them cannot be. */
export function readOptions<Schema extends z.ZodObject>(
  schema: Schema,
  options: unknown,
  name: string,
): z.output<Schema> {
  const read = schema.safeParse(options)
  if (read.success) return read.data
  throw new ConfigError(
    `Cannot compute advantages with ${name}: ${zodProblem(read.error)} (known options: ${Object.keys(schema.shape).join(', ') || 'none'})`,
  )
}
