import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { loadPolicyAgent, policyOptionsSchema } from '../agents/index.ts'
import type { AnyDef, LogProbScorer, Score, Services, Trajectory } from '../core/index.ts'
import { tiny } from '../envs/search/tiny.suite.ts'
import { createRecorder, createReplayer, openRecording } from '../fixtures/index.ts'
import { openWorkerEngine } from '../models/engines/worker/engine.ts'
import {
  type ActingPolicy,
  createScorer,
  openActingPolicy,
  type PolicySpeech,
  readPolicySpeech,
} from '../models/index.ts'
import { writeTinyPolicy } from '../models/sampler/policy-folder.suite.ts'
import { readRun, run } from '../runs/index.ts'
import { rlConfigSchema, runRl } from '../trainers/index.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

const definition = tiny as unknown as AnyDef
const acting = { constrained: true, maxTokens: 160 }
const STEPS = 3

let home = ''
let model = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'palaestra-igpo-'))
  model = join(home, 'policy')
  await writeTinyPolicy(model, { contextLength: 8192 })
})
afterAll(() => rm(home, { recursive: true, force: true }))

const agentOf = async (speech: PolicySpeech, temperature = 1) => {
  const createPolicyAgent = await loadPolicyAgent()
  return createPolicyAgent(policyOptionsSchema.parse({ model, ...acting, temperature }), speech)
}

/** Two episodes, one a question: the second has no gold answer. */
const played = async (
  out: string,
  speech: PolicySpeech,
  more: Pick<Parameters<typeof run>[0], 'fixtures'> & { readonly services: Services },
) => {
  await run({
    ...{ definition, out, episodes: 2, seed: 1, concurrency: 1, maxEpisodeSteps: STEPS },
    ...{ agent: () => agentOf(speech), reward: 'igpo', ...more },
  })
  return trajectoriesIn(out)
}

async function trajectoriesIn(out: string): Promise<readonly Trajectory[]> {
  const all: Trajectory[] = []
  for await (const trajectory of (await readRun(out)).trajectories()) all.push(trajectory)
  return all
}

const values = (scores: readonly Score[] = []) =>
  scores.map((score) => (score.status === 'scored' ? score.value : score.cause))

const partsOf = ({ outcome }: Trajectory) => (outcome.status === 'completed' ? outcome.parts : {})

/** p_0 of the question, asked without the reward. */
async function heldBefore(live: readonly Trajectory[], policy: ActingPolicy): Promise<number> {
  const asked = live.find(({ task }) => task?.id === 'bridge')
  const prompt = asked?.decisions[0]?.samples[0]?.newPromptIds ?? []
  const { tokenizer } = policy
  await using scorer = createScorer(policy)
  const prefix = [...prompt, ...tokenizer.encode('Answer: ')]
  const [answer] = await scorer.probabilities(prefix, [tokenizer.encode('Oss')])
  return answer?.probability ?? Number.NaN
}

test('a policy plays under igpo by its own weights, and again without any, number for number', async () => {
  const recording = join(home, 'recording')
  const policy = await openActingPolicy({ model, device: 'cpu', threads: 1 })
  let asked = 0
  const logProbs: LogProbScorer = {
    ...policy.logProbs,
    score(...request) {
      asked++
      return policy.logProbs.score(...request)
    },
  }
  const recorder = await createRecorder(recording)
  const live = await played(join(home, 'live'), policy, {
    ...{ fixtures: recorder, services: { sampler: policy.sampler, logProbs } },
  })
  await recorder.finish(live.map(({ id }) => id))
  await recorder.close()
  const before = await heldBefore(live, policy)
  await policy.close()

  const refused: LogProbScorer = { score: () => Promise.reject(new Error('no model is open')) }
  const again = await played(join(home, 'again'), await readPolicySpeech({ model }), {
    fixtures: createReplayer(await openRecording(recording)),
    services: { logProbs: refused },
  })

  expect(live.map(({ outcome }) => outcome.status)).toEqual(['completed', 'completed'])
  const answerable = live.find(({ task }) => task?.id === 'bridge')
  const parts = answerable ? partsOf(answerable) : {}
  const held = values(parts['goldProbability']).map(Number)
  expect(held.length).toBeGreaterThan(0)
  expect(held).toHaveLength(answerable?.turns.length ?? -1)
  for (const p of held) expect(p > 0 && p < 1).toBe(true)
  const gains = values(parts['informationGain']).map(Number)
  for (const [at, p] of held.slice(1).entries()) {
    expect(gains[at + 1]).toBeCloseTo(p - (held[at] ?? 0), 12)
  }
  expect((held[0] ?? 0) - (gains[0] ?? 0)).toBeCloseTo(before, 12)
  expect(gains.some((each) => each !== 0)).toBe(true)
  // Before each decision and after the last, though two parts of the reward look.
  expect(asked).toBe((answerable?.decisions.length ?? 0) + 1)
  const unanswerable = live.find(({ task }) => task?.id === 'missing')
  expect(new Set(values(unanswerable && partsOf(unanswerable)['goldProbability']))).toEqual(
    new Set([0]),
  )
  expect(again.map(({ outcome }) => outcome)).toEqual(live.map(({ outcome }) => outcome))
})

test('a step of training under igpo asks the policy that learns, and repeats bit for bit', async () => {
  const env = {
    ...{ env: tiny.id, weight: 1, options: {}, reward: 'igpo', split: 'train' },
    ...{ difficulty: null, maxEpisodeSteps: 2 },
  }
  const config = rlConfigSchema.parse({
    ...{ algorithm: 'grpo', method: {}, envs: [env], model, updates: 1, groups: 1, groupSize: 2 },
    ...{ agent: acting, evalEpisodes: 0, keepConstant: true, learningRate: 0.01, lockstep: 'on' },
  })

  const train = (dir: string) =>
    runRl(dir, config, {
      engine: () =>
        openWorkerEngine({ engine: 'onnx', device: 'cpu', threads: 1, reason: 'a test' }),
      envs: async ({ envs }) => envs.map((choice) => ({ ...choice, definition })),
      agents: async (_, speech) => ({
        sampled: await agentOf(speech),
        greedy: await agentOf(speech, 0),
      }),
    })

  const { state, last, unscored } = await train(join(home, 'training'))
  const twin = await train(join(home, 'twin'))

  expect(state.optimizerSteps).toBe(1)
  expect(unscored).toEqual({})
  expect(last?.['rewards/goldProbability/mean']).toBeGreaterThan(0)
  expect(last?.['rewards/goldProbability/mean']).toBeLessThan(2)
  expect(last?.reward).not.toBe(0)
  expect(last?.['rewards/igpo/mean']).toBe(last?.reward)
  expect(twin.last).toEqual({ ...last, ...timesOf(twin.last) })
})

const timesOf = (metrics: object | null) =>
  Object.fromEntries(
    Object.entries(metrics ?? {}).filter(([name]) => /^(timing_s|perf)\//.test(name)),
  )
