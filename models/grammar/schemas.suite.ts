import fc from 'fast-check'
import { z } from 'zod'

/** Bounds that may leave little, or nothing but one value. */
const bounds = (most: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: most }), fc.integer({ min: 0, max: most }))
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)

const integers = fc
  .tuple(fc.integer({ min: -300, max: 300 }), fc.nat(400), fc.constantFrom(1, 1, 2, 7))
  // With a multiple of the step among them.
  .map(([low, span, step]) =>
    z
      .int()
      .min(low)
      .max(low + span + step)
      .multipleOf(step),
  )

const decimals = fc
  .tuple(fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: 1, max: 5000 }), fc.boolean())
  .map(([low, span, open]) => {
    const [from, to] = [low / 100, (low + span) / 100]
    return open ? z.number().gt(from).lt(to) : z.number().min(from).max(to)
  })

const strings = fc.oneof(
  bounds(6).map(([min, max]) => z.string().min(min).max(max)),
  fc
    .constantFrom(/^[a-f]{2,}$/, /x|yy/, /^(?:é|😀)+"$/u, /^\d{4}-\d\d$/, /\n/, /^[^a-z]*$/)
    .map((pattern) => z.string().regex(pattern)),
  bounds(8).map(([min, max]) =>
    z
      .string()
      .min(min)
      .max(max + 2)
      .regex(/^[ab]*$/),
  ),
)

const keys = fc.constantFrom('a', 'b', 'key', 'é"', 'long name')

/** zod schemas of what spaces are made of; each accepts some value. */
export const schemas: fc.Arbitrary<z.ZodType> = fc.letrec<{ schema: z.ZodType }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<z.ZodType>(z.null(), z.boolean(), z.int(), z.number(), z.string(), z.int32()),
    fc.constantFrom<z.ZodType>(z.literal([1.5, 'a', null, true]), z.enum(['x', 'xy', 'é\n'])),
    integers,
    decimals,
    strings,
    fc.tuple(tie('schema'), bounds(3)).map(([item, [min, max]]) => z.array(item).min(min).max(max)),
    fc.tuple(tie('schema'), tie('schema')).map((items) => z.tuple(items)),
    fc.tuple(tie('schema'), tie('schema')).map(([head, rest]) => z.tuple([head], rest)),
    fc.tuple(tie('schema'), tie('schema')).map((options) => z.union(options)),
    tie('schema').map((schema) => z.nullable(schema)),
    fc
      .dictionary(keys, fc.tuple(tie('schema'), fc.boolean()), { maxKeys: 3 })
      .map((shape) =>
        z.strictObject(
          Object.fromEntries(
            Object.entries(shape).map(([key, [schema, optional]]) => [
              key,
              optional ? schema.optional() : schema,
            ]),
          ),
        ),
      ),
    fc
      .tuple(tie('schema'), tie('schema'))
      .map(([a, b]) =>
        z.discriminatedUnion('tool', [
          z.object({ tool: z.literal('run'), a }),
          z.object({ b, tool: z.literal('stop') }),
        ]),
      ),
    tie('schema').map((schema) => z.record(z.string().max(2), schema)),
  ),
})).schema

export const jsonOf = (schema: z.ZodType): unknown => z.toJSONSchema(schema, { io: 'input' })
