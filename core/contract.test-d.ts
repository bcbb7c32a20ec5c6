import { expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { gated, progress, solved, weighted } from '../rewards/index.ts'
import {
  type Artifacts,
  defineEnv,
  type Env,
  type Info,
  type Invalid,
  make,
  type Outcome,
  type RewardTerm,
  registry,
  type SnapshotEnv,
  type Step,
  type Trajectory,
  text,
  tools,
} from './index.ts'

const shell = defineEnv({
  id: 'test/Shell-v0',
  state: 'resource',
  observationSpace: text(),
  actionSpace: tools({ bash: z.object({ command: z.string() }), submit: z.object({}) }),
  rewards: { sparse: solved(), dense: weighted({ a: [1, solved()], b: [1, progress()] }) },
  maxEpisodeSteps: 3,
  async reset({ rng }) {
    return { state: { handle: new Map([[rng.int(3), 1]]) }, observation: 'go' }
  },
  async step({ handle }, action) {
    expectTypeOf(handle).toEqualTypeOf<Map<number, number>>()
    if (action.tool === 'bash') expectTypeOf(action.command).toEqualTypeOf<string>()
    return { observation: 'ok', signals: { solved: true, progress: 1, extra: 'x' } }
  },
})

const counter = defineEnv({
  id: 'test/Counter-v0',
  state: 'data',
  options: z.strictObject({ goal: z.int().default(3) }),
  observationSpace: text(),
  actionSpace: text(),
  rewards: { sparse: solved() },
  maxEpisodeSteps: 3,
  reset: ({ options }) => ({ state: { left: options.goal }, observation: '' }),
  step: (state) => ({ observation: '', signals: { solved: --state.left === 0 } }),
})

type ShellAction = { tool: 'bash'; command: string } | { tool: 'submit' }

test('the action type of an env follows from its schema through make', async () => {
  const env = await make(shell)
  expectTypeOf(env).toExtend<Env<string, ShellAction>>()
  expectTypeOf(env.step).parameter(0).toEqualTypeOf<ShellAction | Invalid>()
  expectTypeOf(env.step).returns.resolves.toEqualTypeOf<Step<string>>()
  // @ts-expect-error: no such argument
  await env.step({ tool: 'bash', cmd: 'ls' })
})

test('the action type follows from the id through a registry', async () => {
  const table = registry({
    'test/Shell-v0': async () => shell,
    'test/Counter-v0': async () => counter,
  })
  const env = await table.make('test/Shell-v0')
  expectTypeOf(env.step).parameter(0).toEqualTypeOf<ShellAction | Invalid>()
  expectTypeOf(await table.make('test/Counter-v0')).toEqualTypeOf<SnapshotEnv<string, string>>()
  // @ts-expect-error: no such id
  await table.make('test/Nothing-v0')
})

test('only an env whose state is data can be saved', async () => {
  expectTypeOf(await make(counter)).toEqualTypeOf<SnapshotEnv<string, string>>()
  // @ts-expect-error: a resource has no snapshot
  ;(await make(shell)).snapshot
})

test('a failed episode has no reward field', () => {
  const outcome = {} as Outcome
  // @ts-expect-error: not before the status was looked at
  outcome.reward
  if (outcome.status === 'failed') {
    // @ts-expect-error: and not when it failed
    outcome.reward
  } else {
    expectTypeOf(outcome.reward.status).toEqualTypeOf<'scored' | 'unscored'>()
  }
})

test('unknown options and presets do not compile', async () => {
  await make(counter, { options: { goal: 2 } })
  // @ts-expect-error: no such option
  await make(counter, { options: { gaol: 2 } })
  // @ts-expect-error: this env takes no options
  await make(shell, { options: { goal: 2 } })
  // @ts-expect-error: no such preset
  await make(counter, { reward: 'dense' })
  // @ts-expect-error: no such setting
  await make(counter, { rewards: 'sparse' })
  await make(shell, { reward: 'dense' })
})

test('a composition that needs signals the env does not report does not compile', async () => {
  const composed = gated(solved(), progress(), { threshold: 1 })
  expectTypeOf(composed).toExtend<
    RewardTerm<Readonly<Record<'solved', boolean>> & Readonly<Record<'progress', number>>>
  >()
  await make(shell, { reward: composed })
  // @ts-expect-error: Counter reports no progress
  await make(counter, { reward: composed })
})

test('an env must report the signals its presets need, with their types, and the types it declares', () => {
  const common = {
    id: 'test/Wrong-v0',
    state: 'data',
    observationSpace: text(),
    actionSpace: text(),
    maxEpisodeSteps: 3,
  } as const
  defineEnv({
    ...common,
    rewards: { sparse: solved() },
    reset: () => ({ state: {}, observation: '' }),
    // @ts-expect-error: solved is missing
    step: () => ({ observation: '', signals: { other: true } }),
  })
  defineEnv({
    ...common,
    rewards: { sparse: solved() },
    reset: () => ({ state: {}, observation: '' }),
    // @ts-expect-error: observations are text
    step: () => ({ observation: 5, signals: { solved: true } }),
  })
})

const common = {
  id: 'test/Small-v0',
  state: 'data',
  observationSpace: text(),
  actionSpace: text(),
  rewards: { sparse: solved() },
  maxEpisodeSteps: 3,
} as const

test('grading may say what no step did: literals of the steps are widened for finish', () => {
  defineEnv({
    ...common,
    reset: () => ({ state: {}, observation: '' }),
    step: () => ({ observation: '', signals: { solved: false } }),
    finish: (): { solved: boolean } => ({ solved: true }),
  })
  defineEnv({
    ...common,
    reset: () => ({ state: {}, observation: '' }),
    step: () => ({ observation: '', signals: { solved: false } }),
    // @ts-expect-error: other names than the steps report
    finish: () => ({ done: true }),
  })
})

test('what grading found is JSON made from the state, and deadlines are named', () => {
  defineEnv({
    ...common,
    deadlines: { gradingMs: 1000 },
    reset: () => ({ state: { tried: ['x'] }, observation: '' }),
    step: () => ({ observation: '', signals: { solved: false } }),
    finalInfo: ({ tried }, { ended }) => ({ integrity: tried, ended }),
  })
  defineEnv({
    ...common,
    // @ts-expect-error a phase that there is not
    deadlines: { resetMs: 1000 },
    reset: () => ({ state: {}, observation: '' }),
    step: () => ({ observation: '', signals: { solved: false } }),
  })
  expectTypeOf<Trajectory['finalInfo']>().toEqualTypeOf<Info | undefined>()
})

test('artifacts are diffs, texts and images by name, made from the state', () => {
  defineEnv({
    ...common,
    reset: () => ({ state: { diff: '' }, observation: '' }),
    step: () => ({ observation: '', signals: { solved: false } }),
    artifacts({ diff }, { ended }): Artifacts {
      expectTypeOf(diff).toEqualTypeOf<string>()
      expectTypeOf(ended).toEqualTypeOf<'terminated' | 'truncated'>()
      return diff === '' ? {} : { diff: { type: 'diff', text: diff } }
    },
  })
  defineEnv({
    ...common,
    reset: () => ({ state: {}, observation: '' }),
    step: () => ({ observation: '', signals: { solved: false } }),
    artifacts: () => ({ shot: { type: 'image', mimeType: 'image/png', path: 'shots/1.png' } }),
  })
  defineEnv({
    ...common,
    reset: () => ({ state: {}, observation: '' }),
    step: () => ({ observation: '', signals: { solved: false } }),
    // @ts-expect-error: an image says what it is
    artifacts: () => ({ shot: { type: 'image', data: '' } }),
  })
  expectTypeOf<Trajectory['artifacts']>().toEqualTypeOf<Artifacts | undefined>()
})

test('state: data refuses a state that is not plain JSON', async () => {
  const wrong = defineEnv({
    id: 'test/Wrong-v0',
    state: 'data',
    observationSpace: text(),
    actionSpace: text(),
    rewards: { sparse: solved() },
    maxEpisodeSteps: 3,
    reset: () => ({ state: { map: new Map<string, string>() }, observation: '' }),
    step: () => ({ observation: '', signals: { solved: true } }),
  })
  // @ts-expect-error: a Map is no JSON
  await make(wrong)
})
