import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadPolicyAgent } from '../../agents/index.ts'
import { createRng } from '../../core/index.ts'
import { envs } from '../../envs/index.ts'
import {
  characterTokenizer,
  chatMl,
  declareParameters,
  initialize,
  openChatTemplate,
  openEngine,
  presetConfig,
} from '../../models/index.ts'
import { run } from '../../runs/index.ts'
import type { Figure } from '../figure.ts'

const ENV = 'text/GuessNumber-v0'
const CONCURRENCY = 64
const EPISODES = 4 * CONCURRENCY
const TURNS = 8
const CONTEXT_TOKENS = 2048

/** Episodes of a text env, played at once by a tiny policy: env, chat template, store and all. */
export async function benchEpisodes(threads: number): Promise<readonly Figure[]> {
  const printable = Array.from({ length: 0x7f - 0x20 }, (_, i) => String.fromCharCode(0x20 + i))
  const tokenizer = characterTokenizer(['\n', ...printable], { chatTemplate: chatMl })
  const { vocabularySize, namedTokens } = tokenizer
  const template = await openChatTemplate(chatMl, { namedTokens })
  const config = presetConfig('tiny', { vocabularySize, maxLength: CONTEXT_TOKENS })
  await using engine = await openEngine({ engine: 'onnx', device: 'cpu', threads })
  await using parameters = await engine.open(
    declareParameters(config, { frozen: true }),
    initialize(config, createRng(0)),
  )
  await using sampler = await parameters.sampler({ config, maxRows: CONCURRENCY })
  const createPolicyAgent = await loadPolicyAgent()
  const parts = { tokenizer, template, contextTokens: CONTEXT_TOKENS, stopIds: [] }
  const definition = await envs.loadUnknown(ENV)
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-bench-'))
  const play = (name: string, episodes: number) =>
    run({
      ...{ definition, episodes, concurrency: CONCURRENCY, maxEpisodeSteps: TURNS },
      agent: async () => createPolicyAgent({ model: 'tiny', maxTokens: 8 }, parts),
      ...{ out: join(folder, name), services: { sampler } },
    })
  try {
    await play('warm', CONCURRENCY)
    const before = await sampler.statistics()
    const { episodesPerSecond, seconds } = await play('measured', EPISODES)
    const after = await sampler.statistics()
    const since = (key: 'sampledTokens' | 'promptTokens' | 'cachedTokens' | 'ticks') =>
      after[key] - before[key]
    const rows = after.occupancy * after.ticks - before.occupancy * before.ticks
    const name = `${CONCURRENCY} episodes at a time of ${ENV}, tiny policy, ${TURNS} turns`
    const figure = (what: string, value: number, unit: string): Figure => ({
      ...{ name: `${name}: ${what}`, value, unit, against: [] },
    })
    return [
      figure('episodes', episodesPerSecond, 'episodes/s'),
      figure('new tokens', since('sampledTokens') / seconds, 'tokens/s'),
      figure('batch', rows / since('ticks'), 'rows'),
      figure(
        'prompt tokens that were cached',
        since('cachedTokens') / since('promptTokens'),
        'share',
      ),
    ]
  } finally {
    await rm(folder, { recursive: true })
  }
}
