import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mean, standardDeviation } from '../../runs/index.ts'
import { folderWith, sharedCpu } from '../training.suite.ts'
import { type Drawn, drawSamples, streamsOf } from '../update/drawn-samples.suite.ts'
import type { UpdateStream } from '../update/update.ts'
import { metricsAt } from './alarms/metrics.suite.ts'
import { alarmNames, createAlarms } from './alarms.ts'
import { sampleMetrics } from './credit-tokens.ts'
import { configOf, letterEnv, linesOf, start } from './letter-runs.suite.ts'
import { writeLetterPolicy } from './letters.suite.ts'

const engine = sharedCpu()

/** Student's t of four degrees of freedom, 97.5 %. */
const T = 2.776
const SEEDS = [0, 1, 2, 3, 4]

/** Ends of the 95 % interval of the gain in mean return: of the last five updates over the first five. */
async function gainOf(reward: string): Promise<readonly [low: number, high: number]> {
  const folder = await folderWith()
  const model = await writeLetterPolicy(folder)
  const gains: number[] = []
  for (const seed of SEEDS) {
    const config = configOf(model, {
      ...{ seed, updates: 16, groups: 6, groupSize: 8, samplesEvery: 0, resample: 1 },
      envs: [{ ...letterEnv, reward }],
    })
    const { dir } = await start(`${folder}/run-${seed}`, config, { engine })
    const returns = (await linesOf(dir)).flatMap((line) => line['reward'] ?? [])
    gains.push((mean(returns.slice(-5)) ?? 0) - (mean(returns.slice(0, 5)) ?? 0))
  }
  const centre = mean(gains) ?? Number.NaN
  const half = (T * (standardDeviation(gains) ?? Number.NaN)) / Math.sqrt(gains.length)
  return [centre - half, centre + half]
}

describe('the gain of training over five seeds', () => {
  test('is there where members of a group are paid for what they did', async () => {
    const [low] = await gainOf('sparse')

    expect(low).toBeGreaterThan(0.05)
  }, 240_000)

  test('is none where their returns are shuffled within groups', async () => {
    const [low, high] = await gainOf('shuffled')

    expect(low).toBeLessThan(0)
    expect(high).toBeGreaterThan(0)
    expect(high - low).toBeLessThan(0.3)
  }, 240_000)
})

describe('samples that are handed over wrong', () => {
  let drawn: Drawn
  beforeAll(async () => {
    drawn = await drawSamples(await engine())
  })
  afterAll(() => drawn.parameters.close())

  const alarmsOf = async (corrupt: (stream: UpdateStream) => UpdateStream) => {
    const streams = streamsOf(drawn).map(corrupt)
    const step = await drawn
      .update({ microTokens: 4096 })
      .step(streams, { learningRate: 0, kl: 0, entropy: 0 })
    const alarms = createAlarms()
    const samples = streams.map(({ sample }) => sample)
    alarms.observe({ ...metricsAt(1), ...step?.metrics, ...sampleMetrics(samples, streams, 0) })
    return alarms.raised()
  }

  test('raise the alarm that is documented for them, and right ones none', async () => {
    const shifted = ({ sample, ...rest }: UpdateStream): UpdateStream => {
      const drawnAt = [...sample.mask.keys()].filter((at) => sample.mask[at])
      const logProbs = new Float64Array(sample.logProbs.length)
      for (const [next, at] of drawnAt.entries()) {
        logProbs[at] = sample.logProbs[drawnAt[next + 1] ?? at] ?? 0
      }
      return { ...rest, sample: { ...sample, logProbs } }
    }
    const masked =
      (of: (drawn: number, at: number, first: number) => number) =>
      ({ sample, ...rest }: UpdateStream): UpdateStream => ({
        ...{ ...rest, sample },
        mask: sample.mask.map((drawn, at) => of(drawn, at, sample.promptLength)),
      })

    const [right, offByOne, inverted, unmasked] = [
      await alarmsOf((stream) => stream),
      await alarmsOf(shifted),
      await alarmsOf(masked((drawn, at) => (at === 0 ? 0 : 1 - drawn))),
      await alarmsOf(masked((_, at, first) => (at < first ? 0 : 1))),
    ]

    expect(right).toEqual([])
    expect(offByOne).toEqual(['sampler-mismatch'])
    expect(inverted).toEqual(['sampler-mismatch', 'unsampled-tokens'])
    expect(unmasked).toEqual(['sampler-mismatch', 'unsampled-tokens'])
    for (const name of inverted) expect(alarmNames).toContain(name)
  })
})
