import { z } from 'zod'
import { ConfigError } from '../errors.ts'
import type { Rng } from '../rng.ts'
import { schemaSpace } from './schema-space.ts'
import type { Space } from './space.ts'

/** Nested arrays of numbers: `number[]`, `number[][]` ... */
export type NestedNumbers = readonly (number | NestedNumbers)[]

export interface BoxOptions {
  readonly low: number
  readonly high: number
  /** E.g. `[4]` or `[8, 8]`. */
  readonly shape: readonly number[]
  readonly integers?: boolean
}

/** Nested arrays of a fixed shape with numbers in [low, high]; infinite bounds sample a standard normal. */
export function box(options: BoxOptions): Space<NestedNumbers> {
  const { low, high, shape, integers = false } = options
  const least = integers ? Math.ceil(low) : low
  const most = integers ? Math.floor(high) : high
  if (
    !(least <= most) ||
    least === Number.POSITIVE_INFINITY ||
    most === Number.NEGATIVE_INFINITY ||
    shape.length === 0 ||
    shape.some((n) => !Number.isSafeInteger(n) || n < 0)
  ) {
    throw new ConfigError(
      `Cannot make a box: low = ${low}, high = ${high}, shape = [${shape}] (give low <= high, a number between them, and a shape of whole numbers)`,
    )
  }
  let number: z.ZodNumber = integers ? z.int() : z.number()
  if (Number.isFinite(low)) number = number.min(low)
  if (Number.isFinite(high)) number = number.max(high)
  const schema = shape.reduceRight<z.ZodType>((inner, n) => z.array(inner).length(n), number)

  const draw = (rng: Rng): number => {
    if (Number.isFinite(low) && Number.isFinite(high)) {
      return integers ? rng.int(least, most + 1) : between(rng.float(), low, high)
    }
    const drawn = integers ? Math.round(rng.normal()) : rng.normal()
    if (Number.isFinite(low)) return least + Math.abs(drawn)
    return Number.isFinite(high) ? most - Math.abs(drawn) : drawn
  }
  const fill = (rng: Rng, depth: number): NestedNumbers =>
    Array.from({ length: shape[depth] ?? 0 }, () =>
      depth === shape.length - 1 ? draw(rng) : fill(rng, depth + 1),
    )
  return schemaSpace('box', schema as z.ZodType<NestedNumbers>, (rng) => fill(rng, 0))
}

/** Two products, because `high - low` may be more than a number can hold. */
const between = (share: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, low * (1 - share) + high * share))
