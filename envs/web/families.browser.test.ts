import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { oracle } from '../../agents/oracle.ts'
import {
  type Agent,
  type AnyDef,
  checkEnv,
  createManualClock,
  type Trajectory,
} from '../../core/index.ts'
import { blockOutside, openCassette, record, replay } from '../../fixtures/index.ts'
import { describeWith } from '../../test/describe-with.ts'
import { mailboxWorld } from './apps/mailbox/world.ts'
import { shopWorld } from './apps/shop/world.ts'
import { trackerWorld } from './apps/tracker/world.ts'
import { travelWorld } from './apps/travel/world.ts'
import { defineWebEnv } from './define-web-env.ts'
import { microWorld } from './micro/world.ts'
import type { Host } from './site/site.ts'
import { playWeb } from './web.suite.ts'
import type { WebWorld } from './world.ts'

// biome-ignore lint/suspicious/noExplicitAny: families differ in their worlds and options
type AnyWorld = WebWorld<any, any>
const families: readonly (readonly [AnyWorld, string])[] = [
  [microWorld, 'wizard/1'],
  [shopWorld, 'buy-by-attributes/train/1'],
  [trackerWorld, ''],
  [mailboxWorld, ''],
  [travelWorld, ''],
]
const player = oracle as Agent<never, unknown>
/** A machine that is busy with other tests is slow. */
const options = { actionTimeoutMs: 20_000 }
const define = (world: AnyWorld) => defineWebEnv(world) as unknown as AnyDef
const observed = ({ initial, turns }: Trajectory) => [
  initial.observation,
  ...turns.map(({ observation, signals }) => ({ observation, signals })),
]
const down: Host = {
  fetch() {
    throw new Error('the server is down')
  },
  socket() {
    throw new Error('the server is down')
  },
}

async function taskOf(world: AnyWorld, named: string): Promise<string> {
  if (named !== '') return named
  const env = define(world)
  const parsed = env.options?.parse({}) as never
  const [first] = (await env.tasks?.list(parsed)) ?? []
  return first?.id ?? ''
}

describeWith('chromium', 'every family of web tasks', () => {
  test.each(families.map(([world]) => [world.id, world] as const))(
    'keeps its contract: %s',
    async (_, world) => {
      await checkEnv(define(world), { seeds: 1, options })
    },
    240_000,
  )

  test.each(families.map(([world, task]) => [world.id, world, task] as const))(
    'replays with its servers down and the outside blocked: %s',
    async (_, world, named) => {
      const folder = await mkdtemp(join(tmpdir(), 'palaestra-web-'))
      onTestFinished(() => rm(folder, { recursive: true, force: true }))
      const path = join(folder, 'episode.jsonl')
      const task = await taskOf(world, named)
      const agent = player
      const dead = {
        ...world,
        site: (state: never) =>
          Object.fromEntries(Object.keys(world.site(state)).map((host) => [host, down])),
      }

      const live = await record(path, {
        env: define(world),
        agent,
        task,
        options: options as never,
      })
      const unblock = blockOutside()
      const again = await replay(await openCassette(path), { env: define(dead), agent }).finally(
        unblock,
      )

      expect(live.finalSignals?.['solved']).toBe(true)
      expect(observed(again.trajectory)).toEqual(observed(live))
      expect(again.trajectory.finalSignals).toEqual(live.finalSignals)
    },
  )

  test('equal seeds look equal, whatever other contexts do at the same time', async () => {
    const env = define(microWorld)
    const tasks = ['autocomplete/1', 'table-sort/2', 'drag-sort/1', 'login/3']
    const playAll = (copies: number) =>
      Promise.all(
        Array.from({ length: copies }, (_, at) =>
          playWeb(env, oracle, { task: tasks[at % 4] ?? '', seed: at % 4, options }),
        ),
      )

    const alone: Trajectory[] = []
    for (const [seed, task] of tasks.entries()) {
      alone.push(await playWeb(env, oracle, { task, seed, options }))
    }
    const eight = await playAll(8)
    const many = await playAll(32)

    for (const [at, trajectory] of [...eight, ...many].entries()) {
      expect(observed(trajectory)).toEqual(observed(alone[at % 4] as Trajectory))
    }
  }, 240_000)

  test('a minute of thinking changes nothing', async () => {
    const env = define(microWorld)
    const slow: Agent<unknown, unknown> = {
      name: 'slow',
      async begin(context) {
        const inner = await oracle.begin(context)
        return {
          async act(observation, signal) {
            await new Promise((resolve) => setTimeout(resolve, 1500))
            clock.advance(60_000)
            return inner.act(observation, signal)
          },
        }
      },
    }
    const clock = createManualClock()

    const quick = await playWeb(env, oracle, { task: 'autocomplete/1', seed: 0, options })
    const late = await playWeb(env, slow, { task: 'autocomplete/1', seed: 0, options })

    expect(observed(late)).toEqual(observed(quick))
  })
})
