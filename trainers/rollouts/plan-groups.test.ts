import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TaskCurriculum } from './curriculum.ts'
import { evaluationPlan } from './evaluation-plan.ts'
import { returning, task } from './groups.suite.ts'
import { createGroupPlanner, type GroupPlanner, type MixedEnv } from './plan-groups.ts'
import type { GroupPlan } from './rollout-group.ts'

const tasks = [...'abcdefg'].map((id, place) => task(id, place < 4 ? 'easy' : 'hard'))
const plain: MixedEnv = { weight: 1, tasks }
const following: MixedEnv = { ...plain, difficulty: 'curriculum' }

const planned = (planner: GroupPlanner, count: number) =>
  Array.from({ length: count }, () => planner.next())

/** Plays on, as some policy would: by task and number alone. */
const play = (planner: GroupPlanner, count: number): GroupPlan[] =>
  Array.from({ length: count }, () => {
    const plan = planner.next()
    const wins = (plan.seed + (plan.task?.id.charCodeAt(0) ?? 0)) % 4
    planner.report(
      returning(
        [0, 1, 2, 3].map((member) => Number(member < wins)),
        plan,
      ),
    )
    return plan
  })

test('groups of a run have keys and seeds of their own, and the size asked for', () => {
  const groups = planned(createGroupPlanner({ seed: 1, envs: [plain], groupSize: 8 }), 40)

  expect(groups[12]).toMatchObject({ index: 12, env: 0, size: 8, key: 'g000012' })
  expect(new Set(groups.map(({ key }) => key)).size).toBe(40)
  expect(new Set(groups.map(({ seed }) => seed)).size).toBe(40)
})

test('every task is played once before any is played again, in an order of the seed', () => {
  const idsOf = (seed: number) =>
    planned(createGroupPlanner({ seed, envs: [plain], groupSize: 2 }), 14).map(
      (group) => group.task?.id,
    )

  const ids = idsOf(5)

  expect(ids.slice(0, 7).toSorted()).toEqual([...'abcdefg'])
  expect(ids.slice(7).toSorted()).toEqual([...'abcdefg'])
  expect(idsOf(5)).toEqual(ids)
  expect(idsOf(6)).not.toEqual(ids)
})

test('envs without tasks get fresh seeds', () => {
  const planner = createGroupPlanner({ seed: 1, envs: [{ weight: 1, tasks: null }], groupSize: 2 })

  const groups = planned(planner, 20)

  expect(groups.map((group) => group.task)).toEqual(Array(20).fill(null))
  expect(new Set(groups.map(({ seed }) => seed)).size).toBe(20)
})

test('envs are mixed by their weights at any time, not just in the long run', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 5 }),
      (weights) => {
        const all = weights.reduce((sum, weight) => sum + weight, 0)
        const envs = weights.map((weight) => ({ weight, tasks: null }))
        const groups = planned(createGroupPlanner({ seed: 1, envs, groupSize: 1 }), 3 * all)

        const counts = weights.map(() => 0)
        for (const [index, { env }] of groups.entries()) {
          counts[env] = (counts[env] ?? 0) + 1
          for (const [place, count] of counts.entries()) {
            const ahead = count - ((index + 1) * (weights[place] ?? 0)) / all
            expect(ahead).toBeLessThan(1)
            expect(ahead).toBeGreaterThan(-weights.length)
          }
        }
        expect(counts).toEqual(weights.map((weight) => 3 * weight))
      },
    ),
    { numRuns: 50 },
  )
})

test('a run that is resumed anywhere plans the groups of the run that was never interrupted', () => {
  const curricula = fc.constantFrom<TaskCurriculum | undefined>(
    undefined,
    { kind: 'off' },
    { kind: 'success', window: 3, raise: 0.6, rehearse: 0.3 },
    { kind: 'pass-rate', candidates: 3 },
  )
  const weights = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
  fc.assert(
    fc.property(curricula, weights, fc.nat(30), fc.nat(30), fc.nat(), (...given) => {
      const [curriculum, [first, second], before, after, seed] = given
      const create = () =>
        createGroupPlanner({
          seed,
          groupSize: 4,
          curriculum,
          envs: [
            { ...following, weight: first },
            { ...plain, weight: second },
            { weight: 1, tasks: null },
          ],
        })
      const whole = create()
      const expected = play(whole, before + after)

      const interrupted = create()
      const begin = play(interrupted, before)
      const saved = JSON.stringify(interrupted.state())
      play(interrupted, 5)
      const resumed = create()
      resumed.restore(JSON.parse(saved))

      expect([...begin, ...play(resumed, after)]).toEqual(expected)
      expect(resumed.state()).toEqual(whole.state())
    }),
    { numRuns: 60 },
  )
})

test('a state is a copy: playing on does not change it', () => {
  const planner = createGroupPlanner({ seed: 1, envs: [following], groupSize: 4 })
  play(planner, 3)
  const state = planner.state()
  const text = JSON.stringify(state)

  play(planner, 20)

  expect(JSON.stringify(state)).toBe(text)
})

test('training and evaluation share no seed', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (seed, other) => {
      const envs = [{ weight: 1, tasks: null }]
      const trained = planned(createGroupPlanner({ seed, envs, groupSize: 1 }), 30)
      const evaluated = evaluationPlan({ seed: other, envs, episodes: 30 })

      // Ranges of their own: no draw, however unlucky, gives one to both.
      for (const group of trained) expect(group.seed).toBeLessThan(2 ** 31)
      for (const group of evaluated) expect(group.seed).toBeGreaterThanOrEqual(2 ** 31)
      for (const group of evaluated) expect(group.seed).toBeLessThan(2 ** 32)
    }),
    { numRuns: 50 },
  )
})

test.each([
  [null, 'expected object'],
  [{ groups: [1] }, 'tasks'],
  [{ groups: [-1, 0], tasks: [null, null] }, 'groups.0'],
  [{ groups: [1], tasks: [null] }, 'it is of 1 envs, and there are 2'],
  [{ groups: [1, 0], tasks: [null] }, 'it tells the tasks of 1 envs'],
  [{ groups: [1, 0], tasks: [{ played: [], curriculum: 0 }, null] }, 'it holds a curriculum'],
  [{ groups: [1, 0], tasks: [null, { played: [] }] }, 'it tells of tasks'],
])('the state %j is refused', (state, reason) => {
  const envs = [plain, { weight: 1, tasks: null }]
  const planner = createGroupPlanner({ seed: 1, envs, groupSize: 2 })

  expect(() => planner.restore(state as never)).toThrow(reason)
  expect(() => planner.restore(state as never)).toThrow('(use what state() gave')
})

test.each<[Partial<Parameters<typeof createGroupPlanner>[0]>, string]>([
  [{ envs: [] }, 'there is no env'],
  [{ groupSize: 0 }, 'they have 0 members'],
  [{ envs: [{ weight: 0, tasks }] }, 'env 0 has the weight 0'],
  [{ envs: [{ name: 'a/B-v0', weight: 1, tasks: [] }] }, 'a/B-v0 has no task left'],
  [{ envs: [{ weight: 1, tasks: null, difficulty: 'curriculum' }] }, 'env 0 has no tasks'],
])('%j makes no plan', (given, reason) => {
  expect(() => createGroupPlanner({ seed: 1, envs: [plain], groupSize: 2, ...given })).toThrow(
    `Cannot plan groups: ${reason}`,
  )
})
