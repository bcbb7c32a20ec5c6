import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { loadPolicyAgent, policyOptionsSchema } from '../agents/index.ts'
import { type AnyDef, defaultDeadlines, systemClock } from '../core/index.ts'
import { guessNumber } from '../envs/text/guess-number/env.ts'
import { openWorkerEngine } from '../models/engines/worker/engine.ts'
import { type Engine, openActingPolicy } from '../models/index.ts'
import { writeTinyPolicy } from '../models/sampler/policy-folder.suite.ts'
import { playEpisode } from '../runs/index.ts'
import { type RlRunOptions, resumeRl, rlConfigSchema, runRl } from '../trainers/index.ts'

vi.setConfig({ testTimeout: 60_000 })

const openCpu = (): Promise<Engine> =>
  openWorkerEngine({ engine: 'onnx', device: 'cpu', threads: 1, reason: 'a test' })

let home = ''
let model = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'palaestra-rl-'))
  model = join(home, 'policy')
  await writeTinyPolicy(model, { contextLength: 256 })
})
afterAll(() => rm(home, { recursive: true, force: true }))

const definition = guessNumber as AnyDef
const env = {
  ...{ env: guessNumber.id, weight: 1, options: { brief: true, range: 4, tries: 2 } },
  ...{ reward: 'dense', split: null, difficulty: null, maxEpisodeSteps: 4 },
}
const configWith = (given: object) =>
  rlConfigSchema.parse({
    ...{ algorithm: 'grpo', method: {}, envs: [env], model, updates: 4, groups: 2, groupSize: 8 },
    ...{ agent: { constrained: true, maxTokens: 2 }, learningRate: 0.01, evalEpisodes: 4 },
    ...{ samplesEvery: 1, samplesGroups: 0, ...given },
  })
const options = (rest: Partial<RlRunOptions> = {}): RlRunOptions => ({
  engine: openCpu,
  envs: async ({ envs }) => envs.map((choice) => ({ ...choice, definition })),
  agents: async ({ agent, model: folder }, speech) => {
    const createPolicyAgent = await loadPolicyAgent()
    const acting = policyOptionsSchema.parse({ model: folder, ...agent })
    return {
      sampled: createPolicyAgent(acting, speech),
      greedy: createPolicyAgent({ ...acting, temperature: 0 }, speech),
    }
  },
  ...rest,
})
const untimed = async (dir: string) =>
  (await readFile(join(dir, 'metrics.jsonl'), 'utf8')).replace(
    /"(timing_s|perf)\/\w+":[\d.e+-]+,?/g,
    '',
  )

test('the policy agent trains in an env of its own tokens, and resumes bit for bit', async () => {
  const [whole, parted] = [join(home, 'whole'), join(home, 'parted')]
  const config = configWith({ method: { minibatches: 2 }, evalEvery: 2 })
  const controller = new AbortController()
  const alarms: string[] = []
  const stopping = options({
    stop: controller.signal,
    onUpdate: (_, { done }) => void (done === 2 && controller.abort()),
  })

  const first = await runRl(whole, config, options({ onAlarm: ({ name }) => alarms.push(name) }))
  const stopped = await runRl(parted, config, stopping)
  const resumed = await resumeRl(parted, options())

  expect([first.status, stopped.status, resumed.status]).toEqual([
    ...['complete', 'interrupted', 'complete'],
  ])
  expect(first.state.optimizerSteps).toBeGreaterThan(4)
  expect(first.last?.['sampling/sampling_logp_difference/max']).toBeLessThan(1e-4)
  expect(first.last?.['mask/unsampled_tokens']).toBe(0)
  expect(first.last?.['drift/prefix_breaks']).toBe(0)
  expect(alarms).not.toContain('sampler-mismatch')
  expect(await untimed(parted)).toBe(await untimed(whole))
  for (const file of ['samples.jsonl', 'model/model.safetensors']) {
    expect(await readFile(join(parted, file))).toEqual(await readFile(join(whole, file)))
  }
})

test('what a run leaves plays as the agent policy: its best', async () => {
  const dir = join(home, 'left')
  const { state, exported } = await runRl(dir, configWith({ updates: 2 }), options())

  await using policy = await openActingPolicy({ model: dir, device: 'cpu', threads: 1 })
  const createPolicyAgent = await loadPolicyAgent()
  const agent = createPolicyAgent({ model: dir, maxTokens: 4 }, policy)
  const { outcome, decisions } = await playEpisode(
    { index: 0, id: 'e', seed: 1, task: null, group: 'g', member: 0 },
    {
      ...{ definition, makeOptions: { options: env.options }, agent, clock: systemClock },
      ...{ services: { sampler: policy.sampler }, fixtures: undefined, onWarning: () => {} },
      ...{ deadlines: defaultDeadlines, retries: 0, retryDelayMs: 0 },
    },
    new AbortController().signal,
  )

  expect(state.best).not.toBeNull()
  expect(exported).toBe(join(dir, 'model'))
  expect(outcome.status).toBe('completed')
  expect(decisions[0]?.samples[0]?.ids.length).toBeGreaterThan(0)
})

test.each([
  ['gigpo, by the hashes of states', { advantage: 'gigpo' }],
  ['remax, by a greedy episode', { advantage: 'remax' }],
])('%s, trains where the env can tell', async (name, method) => {
  const dir = join(home, name.split(',')[0] ?? name)

  const { state, last } = await runRl(dir, configWith({ method, updates: 1 }), options())

  expect(state.optimizerSteps).toBe(1)
  expect(last?.grad_norm).toBeGreaterThan(0)
})
