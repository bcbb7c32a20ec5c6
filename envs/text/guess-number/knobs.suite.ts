import fc from 'fast-check'
import { expect } from 'vitest'
import { z } from 'zod'
import { type AnyDef, ConfigError, make } from '../../../core/index.ts'

interface Range {
  readonly type?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly enum?: readonly unknown[]
}

/** How many tasks there are, and how dense the reward is, changes no puzzle. */
const COMMON: ReadonlySet<string> = new Set(['instances', 'density'])

/** Whatever its knobs are, an env opens the first and last task of each split, or refuses in a line that names a knob. */
export async function expectKnobs(definition: AnyDef, numRuns = 40): Promise<void> {
  const schema = z.toJSONSchema(definition.options as z.ZodType, { io: 'input' })
  const ranges = Object.entries((schema.properties ?? {}) as Record<string, Range>).filter(
    ([name]) => !COMMON.has(name),
  )
  const knobs = Object.fromEntries(ranges.map(([name, range]) => [name, valuesOf(range)]))
  await fc.assert(
    fc.asyncProperty(fc.record(knobs, { requiredKeys: [] }), async (options) => {
      const problem = await problemWith(definition, { ...options, instances: 20 })
      if (!problem) return
      expect(problem).toBeInstanceOf(ConfigError)
      expect(problem.message).toMatch(/^Cannot make text\/.* \(.*\)$/)
      expect(ranges.some(([name]) => problem.message.includes(`give ${name}`))).toBe(true)
    }),
    { numRuns },
  )
}

function valuesOf({ type, minimum = 0, maximum = 0, enum: among }: Range): fc.Arbitrary<unknown> {
  if (among) return fc.constantFrom(...among)
  if (type === 'boolean') return fc.boolean()
  return fc.oneof(
    fc.constantFrom(minimum, maximum),
    fc.integer({ min: minimum, max: Math.min(maximum, minimum + 12) }),
    fc.integer({ min: minimum, max: maximum }),
  )
}

async function problemWith(definition: AnyDef, options: object): Promise<Error | null> {
  try {
    await using env = await make(definition, { options })
    const tasks = (await env.runner?.tasks?.()) ?? []
    expect(tasks.length).toBeGreaterThan(0)
    for (const split of ['train', 'validation', 'test']) {
      const ids = tasks.filter((task) => task.split === split).map(({ id }) => id)
      for (const task of new Set([...ids.slice(0, 1), ...ids.slice(-1)])) await env.reset({ task })
    }
    return null
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
}
