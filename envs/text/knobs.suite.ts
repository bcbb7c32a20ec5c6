import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { type AnyDef, make } from '../../core/index.ts'

type Options = Readonly<Record<string, unknown>>

interface Range {
  readonly type?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly enum?: readonly unknown[]
}

/** How many tasks there are, and how dense the reward is, changes no puzzle. */
const COMMON: ReadonlySet<string> = new Set(['instances', 'density'])

/**
 * Whatever the options' schema lets through is opened, in every split, or refused in one line that names an option.
 * `extremes` are tried beside what is drawn from the schema, the ends of its ranges included.
 */
export function describeKnobs(
  definition: AnyDef,
  { extremes = [], numRuns = 30 }: { extremes?: readonly Options[]; numRuns?: number } = {},
): void {
  const schema = z.toJSONSchema(definition.options as z.ZodType, { io: 'input' })
  const ranges = Object.entries((schema.properties ?? {}) as Record<string, Range>).filter(
    ([name]) => !COMMON.has(name),
  )
  const knobs = Object.fromEntries(ranges.map(([name, range]) => [name, valuesOf(range)]))

  test('opens whatever its options allow, or refuses it by the name of one', async () => {
    const check = (options: Options) =>
      expectOpenedOrRefused(definition, { instances: 20, ...options }, Object.keys(knobs))
    for (const options of extremes) await check(options)
    await fc.assert(fc.asyncProperty(fc.record(knobs, { requiredKeys: [] }), check), { numRuns })
  })
}

function valuesOf({ type, minimum = 0, maximum = 0, enum: among }: Range): fc.Arbitrary<unknown> {
  if (among) return fc.constantFrom(...among)
  if (type === 'boolean') return fc.boolean()
  if (type === 'number') return fc.double({ min: minimum, max: maximum, noNaN: true })
  return fc.oneof(
    fc.constantFrom(minimum, maximum),
    fc.integer({ min: minimum, max: Math.min(maximum, minimum + 12) }),
    fc.integer({ min: minimum, max: maximum }),
  )
}

async function expectOpenedOrRefused(
  definition: AnyDef,
  options: Options,
  names: readonly string[],
): Promise<void> {
  try {
    await using env = await make(definition, { options })
    const tasks = (await env.runner?.tasks?.()) ?? []
    expect(tasks.length, JSON.stringify(options)).toBeGreaterThan(0)
    for (const split of ['train', 'validation', 'test']) {
      const ids = tasks.filter((task) => task.split === split).map(({ id }) => id)
      for (const task of new Set([...ids.slice(0, 1), ...ids.slice(-1)])) await env.reset({ task })
    }
  } catch (error) {
    const told = `${JSON.stringify(options)}: ${error}`
    expect(error, told).toMatchObject({ name: 'ConfigError' })
    const { message } = error as Error
    expect(message, told).toMatch(/^Cannot [^\n]* \([^\n]*\)$/)
    expect(
      names.some((name) => message.includes(name)),
      told,
    ).toBe(true)
  }
}
