import { describe, expect, test } from 'vitest'
import { anglesAt, inverseFrequencies } from './angles.ts'
import { presetConfig } from './presets.ts'

const config = presetConfig('nano', { vocabularySize: 10, maxLength: 8192 })

describe('inverseFrequencies', () => {
  test('falls from 1 by powers of theta', () => {
    const frequencies = inverseFrequencies(8, { theta: 10_000 })

    expect([...frequencies].map((value) => value.toFixed(6))).toEqual([
      ...['1.000000', '0.100000', '0.010000', '0.001000'],
    ])
  })

  test('keeps high ones, divides low ones and bends between, as transformers does for llama3', () => {
    const frequencies = inverseFrequencies(16, {
      theta: 500_000,
      scaling: {
        kind: 'llama3',
        factor: 8,
        lowFrequencyFactor: 1,
        highFrequencyFactor: 4,
        originalMaxLength: 64,
      },
    })

    // ROPE_INIT_FUNCTIONS['llama3'] of transformers 5.18.
    expect([...frequencies]).toEqual([
      1.0, 0.07940301299095154, 0.004700753837823868, 0.0009115831344388425, 0.00017677668074611574,
      3.428102354519069e-5, 6.647869668086059e-6, 1.289173155782919e-6,
    ])
  })
})

describe('anglesAt', () => {
  test('gives the same for a position wherever it stands, and whatever was asked before', () => {
    const early = anglesAt(config, [0, 3])
    const late = anglesAt(config, [7000, 3, 1])
    const again = anglesAt({ ...config }, [3])

    const row = ({ cos, sin }: typeof early, token: number) => [
      ...cos.subarray(token * 4, token * 4 + 4),
      ...sin.subarray(token * 4, token * 4 + 4),
    ]
    expect(row(early, 1)).toEqual(row(late, 1))
    expect(row(again, 0)).toEqual(row(late, 1))
    expect(row(late, 0)[0]).toBeCloseTo(Math.cos(7000), 6)
  })

  test('carries the scale of attention in the angles of queries', () => {
    const { cos, queryCos, sin, querySin } = anglesAt(config, [5])

    for (let i = 0; i < 4; i++) {
      expect(queryCos[i]).toBeCloseTo((cos[i] ?? 0) / Math.sqrt(8), 7)
      expect(querySin[i]).toBeCloseTo((sin[i] ?? 0) / Math.sqrt(8), 7)
    }
  })
})
