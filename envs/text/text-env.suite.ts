import { describe, expect, test } from 'vitest'
import { oracle } from '../../agents/oracle.ts'
import {
  type Agent,
  type AnyDef,
  checkEnv,
  createManualClock,
  createRng,
  decide,
  deriveSeed,
  hashJson,
  type Json,
  make,
  type Rng,
  rollout,
  type Snapshot,
  type SnapshotEnv,
  type Step,
} from '../../core/index.ts'
import { expectScores, returnOf } from './scores.suite.ts'

export interface TextEnvSuite {
  /** The folder of the env: its README holds the scores between `<!-- scores -->` and `<!-- /scores -->`. */
  readonly folder: string
  /** Names of the levels; each is held to everything. */
  readonly levels: readonly string[]
  /** Tasks of each level whose declared solution must win (default 1,000: every seed; fewer where it is dear). */
  readonly solved?: number
  /** False where no solution is declared, or it need not win; then `solved` tasks are only opened. */
  readonly goldWins?: boolean
  /**
   * Replaces what the player has not seen by something else, in a copy of the state: the solution must not notice.
   * Left out where it sees the whole position, or looks at what is hidden (its README says so).
   */
  // biome-ignore lint/suspicious/noExplicitAny: each env has a state of its own
  readonly hide?: (state: any) => Json
  /** Steps of the random walks that states are sampled from (default 30). */
  readonly walk?: number
  /** Episodes behind each score of the README (default 100). */
  readonly scored?: number
}

type TextEnv = SnapshotEnv<string, string>
type TextAgent = Agent<string, string>

/** What every text env is held to, on each of its levels. */
export function describeTextEnv(definition: AnyDef, suite: TextEnvSuite): void {
  const { levels, solved = 1000, goldWins = true, walk = 30 } = suite
  const open = (difficulty: string, more: Readonly<Record<string, unknown>> = {}) =>
    make(definition, {
      options: { difficulty, ...more },
      clock: createManualClock(),
    }) as unknown as Promise<TextEnv>

  describe(`${definition.id}, as every text env,`, () => {
    test.each(levels)('keeps its contract: %s', async (difficulty) => {
      await checkEnv(definition, { seeds: 3, options: { difficulty, instances: 100 } })
    })

    const able = goldWins ? 'can be solved' : 'can be begun, and are not solved then'
    test.each(levels)(`has tasks, of which ${solved} ${able}: %s`, async (difficulty) => {
      await using env = await open(difficulty)
      const tasks = (await env.runner?.tasks?.()) ?? []
      const chosen = createRng(0).shuffle(tasks).slice(0, solved)
      expect(chosen.length).toBeGreaterThan(0)
      for (const [seed, { id }] of chosen.entries()) {
        if (!goldWins) {
          const { info } = await env.reset({ seed, task: id })
          expect(info.signals?.['solved'] ?? false, id).toBe(false)
          continue
        }
        const { outcome, turns } = await rollout(env, oracle as TextAgent, { seed, task: id })
        const told = `task ${id}, seed ${seed}, ${turns.length} turns`
        if (outcome.status === 'failed') throw new Error(`${told}: ${outcome.error.message}`)
        expect(outcome.reward, told).toMatchObject({ status: 'scored' })
        const value = outcome.reward.status === 'scored' ? outcome.reward.value : 0
        expect(value, told).toBeGreaterThanOrEqual(env.spec.rewardThreshold)
      }
    })

    test.each(levels)('gives the same transcript once restored: %s', async (difficulty) => {
      await using env = await open(difficulty)
      for (let seed = 0; seed < 5; seed++) {
        const rng = createRng(deriveSeed(seed, 'restored'))
        await env.reset({ seed })
        if ((await wander(env, rng, rng.int(walk))).ended) continue
        const saved = JSON.parse(JSON.stringify(await env.snapshot()))
        const first = await wander(env, createRng(seed), walk)
        await env.restore(saved)

        expect(await wander(env, createRng(seed), walk)).toEqual(first)
      }
    })

    test.each(levels)(
      'has equal futures wherever the state hash is equal: %s',
      async (difficulty) => {
        await using env = await open(difficulty)
        const futures = new Map<string, string>()
        for (let seed = 0; seed < 4; seed++) {
          for (let path = 0; path < 6; path++) {
            const rng = createRng(deriveSeed(seed, 'path', path))
            await env.reset({ seed })
            for (let step = 0; step < walk; step++) {
              const [hash, saved] = [await env.stateHash(), await env.snapshot()]
              const ahead = await future(env, 4)
              expect(futures.get(hash) ?? ahead, `seed ${seed}, path ${path}`).toBe(ahead)
              futures.set(hash, ahead)
              await env.restore(saved)
              if ((await wander(env, rng, 1)).ended) break
            }
          }
        }
      },
    )

    test.each(levels)('never pays for doing nothing at the end: %s', async (difficulty) => {
      const preset = 'dense' in definition.rewards ? 'dense' : undefined
      await using env = (await make(definition, {
        options: { difficulty },
        reward: preset,
      })) as unknown as TextEnv
      for (let seed = 0; seed < 6; seed++) {
        const actions = await actionsOf(env, seed, walk)
        const alone = returnOf(await rollout(env, follow(actions, 0, null), { seed }))
        // What the env never sees, and what it refuses itself.
        for (const said of [null, '?!', '']) {
          const longer = returnOf(await rollout(env, follow(actions, 5, said), { seed }))

          expect(longer, `seed ${seed}, ${said}`).toBeLessThanOrEqual(alone + 1e-9)
        }
      }
    })

    const { hide } = suite
    if (hide) {
      test.each(levels)('has a solution that sees what the player sees: %s', async (difficulty) => {
        const next = async (state: Json) => {
          const solution = await definition.gold?.(state)
          return typeof solution === 'function' ? await solution(state) : solution?.[0]
        }
        await using env = await open(difficulty)
        let hiding = 0
        for (let seed = 0; seed < 20; seed++) {
          await env.reset({ seed })
          if ((await wander(env, createRng(seed), seed % 4)).ended) continue
          const state = stateOf(await env.snapshot())
          const hidden = hide(structuredClone(state))

          if (hashJson(hidden) !== hashJson(state)) hiding++
          expect(await next(hidden)).toEqual(await next(structuredClone(state)))
        }
        expect(hiding, 'states with something to hide').toBeGreaterThan(2)
      })
    }

    test.each(levels)('answers what nobody should say: %s', async (difficulty) => {
      await using env = await open(difficulty)
      await env.reset({ seed: 0 })
      let ended = false
      for (const said of hostile) {
        if (ended) await env.reset({ seed: 0 })
        const step = await env.step(said)
        expect(step.observation.length, JSON.stringify(said.slice(0, 20))).toBeLessThan(5000)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would obey
        expect(step.observation).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
        expect(Number.isFinite(step.reward)).toBe(true)
        ended = step.terminated || step.truncated
      }
    })

    test('refuses a step after the end, and a difficulty it does not have', async () => {
      await using env = (await make(definition, { maxEpisodeSteps: 1 })) as unknown as TextEnv
      await env.reset({ seed: 0 })
      await env.step('')

      await expect(env.step('')).rejects.toMatchObject({ name: 'ResetNeededError' })
      await expect(open('impossible')).rejects.toMatchObject({ name: 'ConfigError' })
    })

    if (definition.rewards['dense']) {
      test('pays the same at every density for a solved task, in more parts the denser it is', async () => {
        for (const difficulty of levels) {
          const parts: number[] = []
          const totals: number[] = []
          for (const density of [0, 0.05, 0.15, 0.25, 1]) {
            await using env = (await make(definition, {
              options: { difficulty, density },
              reward: 'dense',
            })) as unknown as TextEnv
            const trajectory = await rollout(env, oracle as TextAgent, { seed: 1 })
            totals.push(returnOf(trajectory))
            parts.push(trajectory.turns.filter(({ rewards }) => rewards['progress'] !== 0).length)
          }
          expect(parts, difficulty).toEqual(parts.toSorted((a, b) => a - b))
          if (!goldWins) continue
          for (const total of totals.slice(1)) expect(total, difficulty).toBeCloseTo(totals[1] ?? 0)
        }
      })
    }

    test('has the scores its README tells', async () => {
      await expectScores(definition, suite)
    })
  })
}

const hostile: readonly string[] = [
  '',
  ' ',
  'x'.repeat(1_000_000),
  '🙂👩‍👩‍👧‍👦',
  '向左走。取钥匙',
  '\u0000\u0007\u001b[2J\u001b]0;title\u0007',
  '\u202Eright to left',
  '-1',
  '99999999999999999999',
  '1e3 0x10 NaN',
  '__proto__',
  'constructor',
  "'; DROP TABLE games; --",
  '\n\n\r\n',
  'a1 b2 c3 d4 '.repeat(50),
]

/** Random actions, every other one of the declared solution where there is one. */
async function wander(env: TextEnv, rng: Rng, steps: number) {
  const gold = env.runner?.gold?.()
  const seen: unknown[] = []
  for (let i = 0; i < steps; i++) {
    const known = gold && rng.chance(0.5) ? await gold() : null
    const action = (known as string | null) ?? env.actionSpace.sample(rng)
    const before = await env.stateHash()
    const step = await env.step(action)
    const after = await env.stateHash()
    expectSense(action, step, before === after)
    seen.push([action, step, after])
    if (step.terminated || step.truncated) return { seen, ended: true }
  }
  return { seen, ended: false }
}

/** Progress is a share, and whole only when the task is solved; a refusal is told as one, and changes nothing. */
function expectSense(action: string, { observation, info }: Step<string>, isUnchanged: boolean) {
  const { progress, solved } = info.signals ?? {}
  const told = `${JSON.stringify(action)}: ${observation}`
  if (typeof progress === 'number') {
    expect(progress, told).toBeGreaterThanOrEqual(0)
    expect(progress, told).toBeLessThanOrEqual(1)
    expect(progress === 1, told).toBe(solved)
  }
  expect(info.invalid !== undefined, told).toBe(/^Invalid (move|action): /.test(observation))
  if (info.invalid !== undefined) expect(isUnchanged, told).toBe(true)
}

/** The env's own state, out of the snapshots of its wrappers. */
function stateOf({ inner, state }: Snapshot): Json {
  return inner ? stateOf(inner) : ((state as { state: Json }).state ?? null)
}

/** What the same actions lead to from here: observations, signals and ends. */
async function future(env: TextEnv, steps: number): Promise<string> {
  const rng = createRng(7)
  const seen: unknown[] = []
  for (let i = 0; i < steps; i++) {
    const { observation, terminated, truncated, info } = await env.step(env.actionSpace.sample(rng))
    // The step limit is no part of the state.
    if (truncated) return hashJson(['truncated'])
    seen.push([observation, terminated, info.signals ?? null])
    if (terminated) break
  }
  return hashJson(seen)
}

async function actionsOf(env: TextEnv, seed: number, walk: number): Promise<readonly string[]> {
  await env.reset({ seed })
  const { seen } = await wander(env, createRng(deriveSeed(seed, 'idle')), walk)
  const actions = seen.map((entry) => (entry as [string])[0])
  // Not to the end, or nothing could follow.
  return actions.slice(0, Math.max(1, actions.length - 1))
}

/** Plays actions, then does nothing for a while (saying what is given, or nothing at all), then leaves. */
function follow(actions: readonly string[], idle: number, said: string | null): TextAgent {
  return {
    name: 'follow',
    async begin({ noop }) {
      let at = 0
      return {
        async act() {
          const action = actions[at++]
          if (at > actions.length + idle) return { actions: [], samples: [], stop: 'has left' }
          return decide<string>(action ?? said ?? noop ?? { invalid: 'nothing', raw: null })
        },
      }
    },
  }
}
