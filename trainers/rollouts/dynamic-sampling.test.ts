import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CollectKeptOptions, collectKept, describeShortage } from './dynamic-sampling.ts'
import { keepGroup } from './filters.ts'
import { plan, returning } from './groups.suite.ts'
import type { GroupPlan } from './rollout-group.ts'

/** Plans by number; a group is kept where `isKept` says so. What the next plan is depends on reports. */
function setUp(isKept: (index: number) => boolean, delayOf: (index: number) => number = () => 0) {
  const log: string[] = []
  let index = 0
  let reports = 0
  const options = {
    next: () => {
      log.push(`next ${index} after ${reports}`)
      return plan(index++, { seed: 100 * reports })
    },
    play: async (planned: GroupPlan) => {
      for (let ticks = delayOf(planned.index); ticks > 0; ticks--) await Promise.resolve()
      return returning(isKept(planned.index) ? [0, 1] : [0, 0], planned)
    },
    keep: keepGroup,
    report: () => {
      reports++
    },
  } satisfies Partial<CollectKeptOptions>
  return { options, log }
}
const indices = ({ kept, discarded }: Awaited<ReturnType<typeof collectKept>>) => ({
  kept: kept.map((group) => group.plan.index),
  discarded: discarded.map(({ group }) => group.plan.index),
})

test('groups are played until enough are kept', async () => {
  const { options } = setUp((index) => index % 3 === 0)

  const collected = await collectKept({ ...options, wanted: 3, most: 20 })

  expect(indices(collected)).toEqual({ kept: [0, 3, 6], discarded: [1, 2, 4, 5] })
  expect(collected.discarded.map(({ reason }) => reason)).toEqual(Array(4).fill('all bad'))
  expect(describeShortage(collected, { wanted: 3, most: 20 })).toBeNull()
})

test('the cap ends it with what there is, and says so', async () => {
  const { options } = setUp((index) => index === 4)

  const collected = await collectKept({ ...options, wanted: 3, most: 7 })

  expect(indices(collected)).toEqual({ kept: [4], discarded: [0, 1, 2, 3, 5, 6] })
  expect(describeShortage(collected, { wanted: 3, most: 7 })).toBe(
    'The update has 1 of 3 groups. 7 were played, the most for an update; discarded: 6 all bad',
  )
})

test('an update without a group is skipped, and says so', async () => {
  const { options } = setUp(() => false)

  const collected = await collectKept({ ...options, wanted: 2, most: 2 })

  expect(describeShortage(collected, { wanted: 2, most: 2 })).toBe(
    'The update is skipped: no group was kept. 2 were played, the most for an update; discarded: 2 all bad',
  )
})

test.each(['rounds', 'at once'] as const)(
  'what is collected and planned does not depend on how long groups take (refill: %s)',
  async (refill) => {
    const cases = fc.record({
      kept: fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }),
      delays: fc.array(fc.nat(30), { minLength: 1, maxLength: 12 }),
      wanted: fc.integer({ min: 1, max: 5 }),
      more: fc.nat(15),
    })
    await fc.assert(
      fc.asyncProperty(cases, async ({ kept, delays, wanted, more }) => {
        const at = <T>(of: readonly T[], index: number) => of[index % of.length] as T
        const played = async (delayOf: (index: number) => number) => {
          const { options, log } = setUp((index) => at(kept, index), delayOf)
          const limits = { wanted, most: wanted + more }
          const collected = await collectKept({ ...options, ...limits, refill })
          return { collected, log }
        }

        const { collected, log } = await played((index) => at(delays, index))

        expect({ collected, log }).toEqual(await played(() => 0))
        const begun = collected.kept.length + collected.discarded.length
        expect(begun).toBe(log.length)
        expect(collected.kept.length).toBeLessThanOrEqual(wanted)
        if (collected.kept.length < wanted) expect(begun).toBe(wanted + more)
      }),
      { numRuns: 100 },
    )
  },
)

test('rounds wait for all that was begun; at once, one follows on each discarded group', async () => {
  const isKept = (index: number) => index > 1
  const inRounds = setUp(isKept)
  const atOnce = setUp(isKept)

  await collectKept({ ...inRounds.options, wanted: 4, most: 10, refill: 'rounds' })
  await collectKept({ ...atOnce.options, wanted: 4, most: 10, refill: 'at once' })

  const first = ['next 0 after 0', 'next 1 after 0', 'next 2 after 0', 'next 3 after 0']
  expect(inRounds.log).toEqual([...first, 'next 4 after 4', 'next 5 after 4'])
  expect(atOnce.log).toEqual([...first, 'next 4 after 1', 'next 5 after 2'])
})

test('the first error ends the other groups, and is thrown once all are over', async () => {
  const { options } = setUp(() => true)
  let over = 0
  const play = async (planned: GroupPlan, signal: AbortSignal) => {
    if (planned.index === 2) throw new Error('no such task')
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    over++
    throw signal.reason
  }

  await expect(collectKept({ ...options, play, wanted: 4, most: 4 })).rejects.toThrow(
    'no such task',
  )
  expect(over).toBe(3)
})

test('an abort from outside ends it with its reason, and begins nothing', async () => {
  const { options, log } = setUp(() => false)
  const controller = new AbortController()
  const play = async (planned: GroupPlan) => {
    if (planned.index === 3) controller.abort(new Error('interrupted'))
    return options.play(planned)
  }
  const { signal } = controller

  const collecting = collectKept({ ...options, play, wanted: 2, most: 50, signal })
  await expect(collecting).rejects.toThrow('interrupted')
  expect(log).toHaveLength(4)

  await expect(collectKept({ ...options, wanted: 2, most: 5, signal })).rejects.toThrow(
    'interrupted',
  )
  expect(log).toHaveLength(4)
})

test('an error of the filter comes through', async () => {
  const { options } = setUp(() => true)
  const keep = () => {
    throw new Error('bad band')
  }

  await expect(collectKept({ ...options, keep, wanted: 2, most: 2 })).rejects.toThrow('bad band')
})

test.each([
  [0, 4],
  [4, 3],
  [1.5, 3],
])('%d groups out of at most %d are refused', async (wanted, most) => {
  const { options } = setUp(() => true)

  await expect(collectKept({ ...options, wanted, most })).rejects.toThrow('Cannot collect')
})
