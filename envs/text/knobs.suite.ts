import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AnyDef, make } from '../../core/index.ts'

type Options = Readonly<Record<string, unknown>>

/**
 * Whatever the options' schema lets through is played, in every split, or refused in one line that names an option.
 * `extremes` are tried on top of what fast-check draws, each knob of which may be left out.
 */
export function describeKnobs(
  definition: AnyDef,
  knobs: Readonly<Record<string, fc.Arbitrary<unknown>>>,
  { extremes = [], numRuns = 25 }: { extremes?: readonly Options[]; numRuns?: number } = {},
): void {
  const difficulties = fc.constantFrom('easy', 'standard', 'hard')
  const options = fc.record(
    { ...knobs, difficulty: difficulties, instances: fc.constant(10) },
    { requiredKeys: ['difficulty', 'instances'] },
  )

  test('plays or refuses whatever its options allow', async () => {
    const check = (each: Options) => expectPlayedOrRefused(definition, each, Object.keys(knobs))
    for (const each of extremes) await check({ difficulty: 'standard', instances: 10, ...each })
    await fc.assert(fc.asyncProperty(options, check), { numRuns })
  })
}

async function expectPlayedOrRefused(
  definition: AnyDef,
  options: Options,
  names: readonly string[],
): Promise<void> {
  try {
    for (const split of ['train', 'validation', 'test']) {
      await using env = await make(definition, { options, maxEpisodeSteps: 1 })
      const tasks = (await env.runner?.tasks?.()) ?? []
      const task = tasks.find((each) => each.split === split)
      expect(tasks.length, JSON.stringify(options)).toBeGreaterThan(0)
      if (task) await env.reset({ task: task.id })
    }
  } catch (error) {
    const told = `${JSON.stringify(options)}: ${error}`
    expect(error, told).toMatchObject({ name: 'ConfigError' })
    const { message } = error as Error
    expect(message, told).not.toContain('\n')
    expect(
      names.some((name) => message.includes(name)),
      told,
    ).toBe(true)
  }
}
