import { describe, expect, test } from 'vitest'
import { type LossOptions, lossNames, lossOptionsSchema } from './options.ts'
import { resolved } from './tiny-loss.suite.ts'

type Given = Partial<LossOptions>

describe('options of a loss', () => {
  test('are those of DAPO where none are given', () => {
    expect(resolved()).toEqual({
      policy: { loss: 'ppo', logRatioClamp: 20, clipLow: 0.2, clipHigh: 0.28, dualClip: 3 },
      ...{ aggregation: 'token-mean', normLength: null },
      kl: { estimator: 'k3', coefficient: 0, in: 'loss', target: null, horizon: 10_000 },
      entropy: { coefficient: 0, floor: null, step: 0.005, max: 1 },
      correction: { level: 'token', action: 'truncate', ratio: 'geometric', cap: 2, floor: null },
      value: { coefficient: 0.5, clip: 0.5 },
    })
  })

  test('have the defaults of their loss', () => {
    expect(resolved({ loss: 'gspo' })).toMatchObject({
      policy: { clipLow: 3e-4, clipHigh: 4e-4 },
      aggregation: 'sequence-mean',
    })
    expect(resolved({ loss: 'gspo', clipLow: 0.1, aggregation: 'token-mean' })).toMatchObject({
      policy: { clipLow: 0.1, clipHigh: 4e-4 },
      aggregation: 'token-mean',
    })
    expect(resolved({ loss: 'cispo' }).policy).toMatchObject({ cap: 5 })
    expect(resolved({ loss: 'sapo' }).policy).toMatchObject({ sapoPositive: 1, sapoNegative: 1.05 })
    expect(resolved({ loss: 'dppo-tv' })).toMatchObject({
      policy: { dppoDelta: 0.2, dppoPenalty: 1e-3 },
      correction: null,
    })
    expect(resolved({ dualClip: 0, valueClip: 0 })).toMatchObject({
      policy: { dualClip: null },
      value: { clip: null },
    })
  })

  test('resolve for every loss, to JSON', () => {
    for (const loss of lossNames) {
      const options = resolved({ loss })
      expect(options.policy.loss).toBe(loss)
      expect(JSON.parse(JSON.stringify(options))).toEqual(options)
    }
  })

  test.each<[Given, string]>([
    [{ cap: 3 }, 'Cannot train with --cap: loss ppo does not use it (leave it out)'],
    [{ loss: 'cispo', clipHigh: 0.3 }, '--clip-high: loss cispo does not use it'],
    [{ dualClip: 1.1 }, '--dual-clip: it is within the clip'],
    [{ aggregation: 'constant' }, 'none is given (give --norm-length)'],
    [{ normLength: 100 }, '--norm-length: aggregation token-mean does not use it'],
    [{ klTarget: 0.1 }, '--kl-target: a coefficient of 0 stays 0'],
    [{ klCoefficient: 0.1, klHorizon: 5 }, '--kl-horizon: the coefficient is fixed'],
    [{ entropyMax: 0.5 }, '--entropy-max: the bonus is fixed'],
    [{ entropyStep: 0.5 }, '--entropy-step: the bonus is fixed'],
    [{ entropyFloor: 0.2, entropyCoefficient: 3 }, '--entropy-coefficient: it is above'],
    [{ correction: 'none', correctionCap: 3 }, '--correction-cap: correction none'],
    [{ correctionRatio: 'product' }, '--correction-ratio: correction token-truncate'],
    [{ correctionFloor: 3 }, '--correction-floor: it is above the cap of 2'],
    [
      { loss: 'importance-sampling', correction: 'token-mask' },
      'loss importance-sampling holds the ratio to the sampler itself',
    ],
  ])('that nothing uses, or that contradict, are refused: %j', (given, message) => {
    expect(() => resolved(given)).toThrow(message)
  })

  test('are described, each in a sentence, and no others are taken', () => {
    for (const [name, field] of Object.entries(lossOptionsSchema.shape)) {
      expect(field.description, name).toMatch(/^[A-Z].*\.$/)
    }
    expect(() => lossOptionsSchema.parse({ clipRatio: 0.2 })).toThrow('Unrecognized key')
  })
})
