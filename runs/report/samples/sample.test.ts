import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packSample, type Sample, type SampleSequence, unpackSample } from './sample.ts'

/** As many digits as are kept. */
const number = fc.integer({ min: -1e7, max: 1e7 }).map((value) => value / 1e4)
const token = fc.record({
  id: fc.nat(20),
  text: fc.string({ unit: 'binary' }),
  mask: fc.constantFrom(0, 1),
  logProb: fc.option(number),
  advantage: number,
  turn: fc.integer({ min: -1, max: 3 }),
})
const sequence = fc.array(token).map(
  (tokens): SampleSequence => ({
    ids: tokens.map(({ id }) => id),
    texts: tokens.map(({ text }) => text),
    mask: tokens.map(({ mask }) => mask),
    logProbs: tokens.map(({ logProb }) => logProb),
    advantages: tokens.map(({ advantage }) => advantage),
    turn: tokens.map(({ turn }) => turn),
  }),
)
const sample: fc.Arbitrary<Sample> = fc.record({
  turns: fc.array(fc.record({ reward: fc.option(number), advantage: fc.option(number) })),
  parts: fc.dictionary(fc.constantFrom('won', 'near'), number),
  sequences: fc.array(sequence),
})

test('a sample is the same after it was packed, written and unpacked', () => {
  fc.assert(
    fc.property(sample, (sample) => {
      const written = JSON.parse(JSON.stringify(packSample(sample)))

      expect(plain(unpackSample(written))).toEqual(plain(sample))
    }),
  )
})

test('equal numbers side by side stand there once', () => {
  const length = 5000
  const one: SampleSequence = {
    ids: Array.from({ length }, () => 3),
    texts: Array.from({ length }, () => ' word'),
    mask: Array.from({ length }, () => 1),
    logProbs: Array.from({ length }, () => null),
    advantages: Array.from({ length }, () => 0.123456789),
    turn: Array.from({ length }, () => 0),
  }

  const { sequences } = packSample({ turns: [], parts: {}, sequences: [one] })

  expect(sequences[0]).toMatchObject({
    vocabulary: [[3, ' word']],
    mask: [1, length],
    advantages: [0.1235, length],
    turn: [0, length],
  })
})

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
