import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import {
  type Agent,
  createRng,
  decide,
  defineEnv,
  type LogProbScorer,
  type RewardTerm,
  scored,
  text,
} from '../core/index.ts'
import { openCassette, record, replay } from '../fixtures/index.ts'
import {
  createScorer,
  declareParameters,
  initialize,
  openEngine,
  presetConfig,
} from '../models/index.ts'

const config = presetConfig('nano', { vocabularySize: 128 })
const idsOf = (words: string): number[] => [...Buffer.from(words, 'ascii')]

type Read = { readonly text: string; readonly answer: string }

/** What each turn adds to the probability of the answer, by its length (IGPO, arXiv 2510.14967). */
const informationGain: RewardTerm<Read> = {
  spec: { kind: 'custom', name: 'informationGain' },
  needs: ['logProbs'],
  async finalize({ turns }, { logProbs }) {
    const after = await Promise.all(
      ['', ...turns.map(({ signals }) => signals?.text ?? '')].map(async (read, index) => {
        const answer = idsOf(turns[Math.max(0, index - 1)]?.signals?.answer ?? '')
        const [each = []] = (await logProbs?.score([0, ...idsOf(read)], [answer])) ?? []
        return Math.exp(each.reduce((sum, logProb) => sum + logProb, 0) / each.length)
      }),
    )
    return turns.map((_, index) => scored((after[index + 1] ?? 0) - (after[index] ?? 0)))
  },
}

const library = defineEnv({
  id: 'test/Library-v0',
  state: 'data',
  observationSpace: text(),
  actionSpace: text(),
  rewards: { dense: informationGain },
  maxEpisodeSteps: 3,
  reset: () => ({ state: { text: '' }, observation: 'Which book?' }),
  step(state, book) {
    state.text += `${book} says Ada. `
    return { observation: state.text, signals: { text: state.text, answer: 'Ada' } }
  },
})

const reader: Agent<string, string> = {
  name: 'reader',
  async begin() {
    const books = ['one', 'two', 'three']
    return { act: async () => decide(books.shift() ?? 'none') }
  },
}

test('an episode whose reward asked a model replays without one, number for number', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-scorer-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const path = join(folder, 'library.jsonl')
  const model = await openScorer()

  const live = await record(path, {
    ...{ env: library, agent: reader, seed: 1, services: { logProbs: model.logProbs } },
  })
  await model.close()
  const { trajectory, unused } = await replay(await openCassette(path), {
    ...{ env: library, agent: reader },
  })

  expect(live.outcome.status === 'completed' && live.outcome.turns).toEqual([
    ...new Array(3).fill({ status: 'scored', value: expect.any(Number) }),
  ])
  expect(new Set(valuesOf(live)).size).toBe(3)
  expect(model.asked()).toBe(4)
  expect(trajectory.outcome).toEqual(live.outcome)
  expect(trajectory.turns.map(({ observation }) => observation)).toEqual(
    live.turns.map(({ observation }) => observation),
  )
  expect(unused).toEqual([])
})

function valuesOf({ outcome }: Awaited<ReturnType<typeof record>>): number[] {
  if (outcome.status !== 'completed') return []
  return outcome.turns.flatMap((score) => (score.status === 'scored' ? [score.value] : []))
}

async function openScorer() {
  const engine = await openEngine({ engine: 'onnx', device: 'cpu', threads: 1 })
  const parameters = await engine.open(
    declareParameters(config, { frozen: true }),
    initialize(config, createRng(7)),
  )
  const scorer = createScorer({ parameters, config })
  const service = scorer.asLogProbScorer()
  let asked = 0
  const logProbs: LogProbScorer = {
    score(...request) {
      asked++
      return service.score(...request)
    },
  }
  return {
    logProbs,
    asked: () => asked,
    async close() {
      await scorer.close()
      await parameters.close()
      await engine.close()
    },
  }
}
