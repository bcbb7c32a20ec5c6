import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { oracle } from '../../../agents/oracle.ts'
import {
  type Agent,
  ConfigError,
  checkEnv,
  decide,
  make,
  rollout,
  type Trajectory,
} from '../../../core/index.ts'
import { type Demonstration, readDemonstrations } from './demonstrations.ts'
import { commonestOf, semiOnline, type semiOnlineOptions } from './env.ts'
import type { ToolAction } from './match-action.ts'
import { returnsWithin } from './returns.ts'

const folders: string[] = []
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

type Options = z.input<typeof semiOnlineOptions>

const WRONG: ToolAction = { tool: 'goto', url: 'http://nowhere.test/' }

/** Plays a demonstration as it was recorded, but for what stands at some steps instead. */
async function replayed(
  demonstration: Demonstration,
  instead: Readonly<Record<number, ToolAction>> = {},
  options: Options = {},
): Promise<Trajectory> {
  await using env = await make(semiOnline, { options, reward: 'dense' })
  const actions = demonstration.actions.map((action, at) => instead[at] ?? action)
  const agent: Agent<unknown, unknown> = {
    name: 'script',
    async begin() {
      let at = 0
      return { act: async () => decide(actions[at++] ?? WRONG) }
    },
  }
  const trajectory = await rollout(env as never, agent, { seed: 0, task: demonstration.id })
  if (trajectory.outcome.status === 'failed') throw new Error(trajectory.outcome.error.message)
  return trajectory
}

const examples = readDemonstrations(undefined).all
const longest = [...examples].sort((a, b) => b.actions.length - a.actions.length)[0]
if (!longest) throw new Error('Cannot test: there is no example')

/** A copy of the examples' file, changed. */
async function fileOf(change: (lines: readonly string[]) => string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'demonstrations-'))
  folders.push(folder)
  const text = await readFile(readDemonstrations(undefined).file, 'utf8')
  const file = join(folder, 'trajectories.jsonl')
  await writeFile(file, change(text.trim().split('\n')))
  return file
}

/** The first example as of another env. */
async function changed(edit: (record: Record<string, unknown>) => unknown): Promise<string> {
  return fileOf(([line = '']) => `${JSON.stringify(edit(JSON.parse(line)))}\n`)
}

describe('web/SemiOnline-v0', () => {
  test('keeps the contract of envs', async () => {
    const { passed } = await checkEnv(semiOnline)

    expect(passed).toBe(true)
  })

  test('gives the recorded episode, and SOP 1, to who acts as recorded', async () => {
    for (const example of examples) {
      const { initial, turns, outcome } = await replayed(example)

      expect([initial.observation, ...turns.map(({ observation }) => observation)]).toEqual(
        example.observations,
      )
      expect(turns.at(-1)).toMatchObject({
        signals: { sop: 1, progress: 1, success: true, patches: 0 },
        terminated: true,
      })
      expect(outcome).toMatchObject({ reward: { value: example.actions.length } })
    }
  })

  test('goes on with the recorded observation where a patch stands in for a wrong action', async () => {
    const { turns } = await replayed(longest, { 1: WRONG })

    expect(turns.map(({ observation }) => observation)).toEqual(longest.observations.slice(1))
    expect(turns[1]).toMatchObject({
      action: WRONG,
      signals: { patched: 1, typeMatch: 0, actionMatch: 0, format: 1 },
      info: { patched: true, recorded: longest.actions[1] },
    })
    expect(turns.map(({ signals }) => signals?.['patched'])).toEqual(
      longest.actions.map((_, at) => (at === 1 ? 1 : 0)),
    )
    const share = (longest.actions.length - 1) / longest.actions.length
    expect(turns.at(-1)?.signals).toMatchObject({ progress: share, success: false, sop: share / 2 })
  })

  test('ends at a wrong action that no patch is left for, and shows the page as it is', async () => {
    const { turns } = await replayed(longest, { 0: WRONG, 2: WRONG })

    expect(turns).toHaveLength(3)
    expect(turns[2]).toMatchObject({
      observation: longest.observations[2],
      signals: { patched: 0, patches: 1, success: false, progress: 1 / longest.actions.length },
      terminated: true,
    })
  })

  test('has no patches where it is told so', async () => {
    const without = [{ patch: 'none' as const }, { maxPatches: 0 }]

    for (const options of without) {
      const { turns } = await replayed(longest, { 0: WRONG }, options)

      expect(turns).toHaveLength(1)
      expect(turns[0]).toMatchObject({ terminated: true, signals: { sop: 0 } })
    }
  })

  test('lets no return cross a patched step', async () => {
    const right = stepsOf(await replayed(longest))
    const wrong = stepsOf(await replayed(longest, { 1: WRONG }))

    const [all, cut] = [returnsWithin(right), returnsWithin(wrong)]

    expect(all[0]).toBeCloseTo(1 + (all[1] ?? 0) / 2)
    // 0.1 for its form is all that the wrong step earned itself.
    expect(cut[1]).toBeCloseTo(0.1)
    expect(cut[0]).toBeCloseTo(1 + 0.05)
    expect(cut.slice(2)).toEqual(all.slice(2))
    const poorer = wrong.map((step, at) => (at > 1 ? { ...step, reward: 0 } : step))
    expect(returnsWithin(poorer).slice(0, 2)).toEqual(cut.slice(0, 2))
  })

  test('pays always guessing the commonest tool less than being right on half', async () => {
    const guess = commonestOf(examples)
    const blind: number[] = []
    const half: number[] = []

    for (const example of examples) {
      const options = { maxPatches: 1000 }
      const { length } = example.actions
      const wrong = (isWrong: (at: number) => boolean, action: ToolAction) =>
        Object.fromEntries(
          example.actions.flatMap((_, at) => (isWrong(at) ? [[at, action] as const] : [])),
        )
      const played = [
        await replayed(
          example,
          wrong(() => true, guess),
          options,
        ),
        await replayed(
          example,
          wrong((at) => at % 2 === 1, WRONG),
          options,
        ),
      ] as const
      const [first, second] = played.map(
        ({ turns }) =>
          turns.reduce((sum, { signals }) => sum + Number(signals?.['actionMatch']), 0) / length,
      )
      blind.push(first ?? 1)
      half.push(second ?? 0)
    }

    expect(sum(blind) / blind.length).toBeLessThan(0.5)
    expect(sum(blind)).toBeLessThan(sum(half))
  })

  test('goes on from a snapshot as if nothing had been', async () => {
    await using env = await make(semiOnline)
    await env.reset({ seed: 1, task: longest.id })
    await env.step(longest.actions[0] as never)
    const snapshot = await env.snapshot()

    const first = await env.step(longest.actions[1] as never)
    await env.restore(snapshot)
    const again = await env.step(longest.actions[1] as never)

    expect(again).toEqual(first)
  })

  test('offers the tools of web demonstrations, and of others those they use', async () => {
    const other = await changed((record) => ({
      ...record,
      turns: [
        { ...turnOf(record), action: { tool: 'move', to: 'north', steps: 2 } },
        { ...turnOf(record), action: { tool: 'look' } },
      ],
    }))
    await using web = await make(semiOnline)
    await using text = await make(semiOnline, { options: { demonstrations: other } })

    expect(web.actionSpace.tools?.map(({ name }) => name)).toContain('fill')
    expect(text.actionSpace.tools?.map(({ name }) => name)).toEqual(['look', 'move'])
    expect(text.actionSpace.contains({ tool: 'move', to: 'south', steps: 1 })).toBe(true)
    expect(text.actionSpace.contains({ tool: 'move', to: 'south' })).toBe(false)
  })

  test('reads a run of the oracle in another env as it stands', async () => {
    await using env = await make(semiOnline)
    const { outcome } = await rollout(env as never, oracle, { seed: 3 })

    expect(outcome).toMatchObject({ reward: { value: 1 } })
  })

  test('says what is wrong with demonstrations that it cannot use', async () => {
    const spoken = await changed((record) => ({
      ...record,
      turns: [{ ...turnOf(record), action: 'go north' }],
    }))
    const lost = await changed((record) => ({
      ...record,
      outcome: { status: 'completed', reward: { status: 'scored', value: 0 } },
    }))
    const broken = await fileOf(([line = '']) => `${line}\n{"id"\n${line}\n`)
    const cases = [
      [join(tmpdir(), 'no-such-run'), 'no such file or folder'],
      [spoken, 'an action is no tool call'],
      [lost, 'an episode was not won'],
      [broken, 'Cannot read line 2'],
      [await fileOf(() => ''), 'it is empty'],
    ] as const

    for (const [path, reason] of cases) {
      expect(() => readDemonstrations(path)).toThrow(ConfigError)
      expect(() => readDemonstrations(path)).toThrow(reason)
    }
  })

  test('leaves out a last line that a crash tore, and further lines about an episode', async () => {
    const file = await fileOf(
      ([line = '', ...rest]) => `${line}\n${line}\n${rest[0]?.slice(0, 99)}`,
    )

    expect(readDemonstrations(file).all.map(({ id }) => id)).toEqual([examples[0]?.id])
  })
})

const stepsOf = ({ turns }: Trajectory) =>
  turns.map(({ reward, signals }) => ({ reward, patched: signals?.['patched'] === 1 }))

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

const turnOf = (record: Record<string, unknown>) =>
  (record['turns'] as readonly Record<string, unknown>[])[0] ?? {}
