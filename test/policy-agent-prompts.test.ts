import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { loadPolicyAgent, oracle } from '../agents/index.ts'
import {
  type Agent,
  defineEnv,
  type Env,
  make as makeDefined,
  rollout,
  type SampleRequest,
  type TokenSampler,
  type ToolSpec,
  type Trajectory,
  text,
  tools,
} from '../core/index.ts'
import { make } from '../envs/index.ts'
import {
  characterTokenizer,
  chatMl,
  openChatTemplate,
  type Tokenizer,
  type TokenSequence,
  trainByteLevelBpe,
} from '../models/index.ts'
import { solved } from '../rewards/index.ts'
import { prepareData } from '../trainers/sft/prepare-data.ts'
import { readSftData } from '../trainers/sft/read-data.ts'

/** An env of tools, with a solution. */
const drawers = defineEnv({
  id: 'test/Drawers-v0',
  state: 'data',
  observationSpace: text(),
  actionSpace: tools({
    open: z.object({ drawer: z.int().min(0).max(9), how: z.enum(['wide', 'a bit']).optional() }),
    take: z.object({}).describe('Takes what is there'),
  }),
  rewards: { sparse: solved() },
  maxEpisodeSteps: 6,
  reset: ({ rng }) => {
    const key = 1 + rng.int(9)
    return { state: { key, open: 0 }, observation: `The <key> lies in drawer ${key}.` }
  },
  step(state, action) {
    if (action.tool === 'open') state.open = action.drawer
    const isThere = state.open === state.key
    const taken = action.tool === 'take' && isThere
    const observation = isThere ? '"There" it\nis.' : 'Nothing.'
    return { observation, signals: { solved: taken }, terminated: taken }
  },
  gold: ({ key }) => [
    { tool: 'open' as const, drawer: 0 },
    { tool: 'open' as const, drawer: key, how: 'a bit' as const },
    { tool: 'take' as const },
  ],
})

/** Drops thoughts from what was said before the last question, as templates of reasoning models do. */
const forgetful = chatMl.replace(
  '{{- message.content }}\n        {%- for call',
  "{{- message.content.split('</think>')[-1] if not loop.last else message.content }}\n        {%- for call",
)

const corpus =
  'Guess the number: higher. lower. too high, too low, between 1 and 20. drawer key open take'
const ascii = `\n${Array.from({ length: 95 }, (_, at) => String.fromCharCode(0x20 + at)).join('')}`
const tokenizers: readonly (readonly [string, () => Promise<Tokenizer>])[] = [
  ['characters', async () => characterTokenizer(ascii + corpus, { chatTemplate: chatMl })],
  [
    'bytes',
    () => trainByteLevelBpe([corpus, chatMl], { vocabularySize: 420, chatTemplate: chatMl }),
  ],
  [
    'bytes and a template that rewrites',
    () => trainByteLevelBpe([corpus, chatMl], { vocabularySize: 420, chatTemplate: forgetful }),
  ],
]
const envs: readonly (readonly [string, () => Promise<Env<string, unknown>>])[] = [
  ['text/GuessNumber-v0', () => make('text/GuessNumber-v0') as Promise<Env<string, unknown>>],
  ['test/Drawers-v0', () => makeDefined(drawers) as Promise<Env<string, unknown>>],
]
const cases = envs.flatMap(([id, open]) =>
  tokenizers.map(([name, tokenizer]) => [id, name, open, tokenizer] as const),
)

/** What `trainSft` would train on. */
async function trainedOn(trajectory: Trajectory, given: readonly ToolSpec[], tokenizer: Tokenizer) {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'demonstrations.jsonl')
  await writeFile(file, `${JSON.stringify(trajectory)}\n`)
  const data = await readSftData([file], { toolsOf: async () => given })
  return prepareData(data, { tokenizer, contextLength: 10_000, heldOut: 0, seed: 0 })
}

/** Each trained span, and all that stands before it. */
function spansOf(sequences: readonly TokenSequence[]) {
  return sequences.flatMap(({ ids, mask }) => {
    const all = Array.from(ids)
    const starts = all.flatMap((_, at) => (mask[at] === 1 && mask[at - 1] !== 1 ? [at] : []))
    return starts.map((start) => {
      const end = all.findIndex((_id, at) => at > start && mask[at] === 0)
      return { prompt: all.slice(0, start), said: all.slice(start, end === -1 ? undefined : end) }
    })
  })
}

test.each(cases)(
  'in %s a policy is given what it was trained on: %s',
  async (_, __, open, learn) => {
    const tokenizer = await learn()
    const template = await openChatTemplate(tokenizer.chatTemplate ?? chatMl)
    const loadedPolicy = await loadPolicyAgent()
    const agent = loadedPolicy(
      { model: 'trained' },
      { tokenizer, template, contextTokens: 10_000, stopIds: [] },
    )
    for (const seed of [1, 2, 3]) {
      await using env = await open()
      const given = env.actionSpace.tools ?? []
      const shown = await rollout(env, oracle as Agent<string, unknown>, { seed })
      const demonstrated = await trainedOn(shown, given, tokenizer)
      const spans = spansOf(demonstrated.train)
      const requests: SampleRequest[] = []
      const sampler: TokenSampler = {
        async sample(request) {
          const { said: ids = [] } = spans[requests.push(request) - 1] ?? {}
          return {
            ids,
            logProbs: ids.map(() => -1),
            finish: 'stopId',
            policyVersions: [[0, ids.length]],
          }
        },
      }

      const played = await rollout(env, agent as Agent<string, unknown>, {
        seed,
        services: { sampler },
      })

      expect(spans.length).toBeGreaterThan(1)
      expect(requests.map(({ prompt }) => prompt)).toEqual(spans.map(({ prompt }) => prompt))
      expect(played.turns.map(({ action }) => action)).toEqual(
        shown.turns.map(({ action }) => action),
      )
      // What it sampled trains as the demonstration did.
      const sampled = await trainedOn(played, given, tokenizer)
      expect(sampled.report.sampled).toBe(1)
      expect(spansOf(sampled.train)).toEqual(spans)
    }
  },
)
