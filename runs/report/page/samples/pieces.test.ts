import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SampleSequence } from '../../samples/sample.ts'
import { depthOf, piecesOf } from './pieces.ts'

const sequence: SampleSequence = {
  ids: [1, 2, 3, 4, 5, 6, 7],
  texts: ['You', ' say', ' a', ' b', '\nuser', ' c', ' d'],
  mask: [0, 0, 1, 0, 0, 1, 1],
  logProbs: [null, null, -1, -2, null, -3, null],
  advantages: [0, 0, 0.5, 0, 0, -0.5, -0.5],
  turn: [-1, -1, 0, 0, -1, 1, 2],
}

test('what was read is one text, what was drawn is its tokens, a turn at a time', () => {
  const pieces = piecesOf(sequence)

  expect(pieces).toMatchObject([
    { kind: 'read', text: 'You say', tokens: 2 },
    {
      kind: 'drawn',
      turn: 0,
      tokens: [
        { at: 2, isTrained: true },
        { at: 3, isTrained: false },
      ],
    },
    { kind: 'read', text: '\nuser', tokens: 1 },
    { kind: 'drawn', turn: 1, tokens: [{ at: 5, id: 6, logProb: -3, advantage: -0.5 }] },
    { kind: 'drawn', turn: 2, tokens: [{ at: 6, logProb: null }] },
  ])
})

test('no token is lost or shown twice', () => {
  const token = fc.record({ mask: fc.constantFrom(0, 1), turn: fc.integer({ min: -1, max: 2 }) })
  fc.assert(
    fc.property(fc.array(token), (tokens) => {
      const pieces = piecesOf({
        ids: tokens.map((_, at) => at),
        texts: tokens.map((_, at) => `${at} `),
        mask: tokens.map(({ mask }) => mask),
        turn: tokens.map(({ turn }) => turn),
        logProbs: tokens.map(() => null),
        advantages: tokens.map(() => 0),
      })

      const text = pieces.map((piece) =>
        piece.kind === 'read' ? piece.text : piece.tokens.map(({ text }) => text).join(''),
      )
      expect(text.join('')).toBe(tokens.map((_, at) => `${at} `).join(''))
    }),
  )
})

test('the depth of a colour has the sign of the advantage, and ends at one', () => {
  expect([depthOf(0, 2), depthOf(2, 2), depthOf(-2, 2), depthOf(0.5, 2)]).toEqual([0, 1, -1, 0.5])
  expect(depthOf(1, 0)).toBe(0)
})
