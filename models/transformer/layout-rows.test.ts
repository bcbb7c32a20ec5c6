import { describe, expect, test } from 'vitest'
import { layoutRows } from './layout-rows.ts'
import { presetConfig } from './presets.ts'
import { unpackTrained } from './token-batch.ts'

const config = presetConfig('nano', { vocabularySize: 10, maxLength: 8 })
const rows = { config, layout: { kind: 'rows', blocks: 2 } } as const
const aligned = { config, layout: { kind: 'rows', aligned: true } } as const
const sequences = [
  { ids: [1, 2, 3], mask: [0, 0, 1], values: { advantages: [0, 0, 0.5] } },
  { ids: [4, 5, 6, 7, 8], mask: [0, 1, 0, 1, 1], values: { advantages: [0, 1, 9, 2, 3] } },
]
const data = ({ batch }: ReturnType<typeof layoutRows>, name: string) => [
  ...(batch[name]?.data ?? []),
]

describe('layoutRows', () => {
  test('pads on the right to whole blocks', () => {
    const laid = layoutRows(rows, sequences)

    expect(laid.batch['ids']).toEqual({
      shape: [2, 6],
      data: Int32Array.of(1, 2, 3, 0, 0, 0, 4, 5, 6, 7, 8, 0),
    })
    expect(data(laid, 'segments')).toEqual([1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 0])
    expect([laid.tokens, laid.places]).toEqual([8, 12])
  })

  test('trains a token at the place before it', () => {
    const laid = layoutRows(rows, sequences)

    expect(data(laid, 'rows')).toEqual([1, 6, 8, 9])
    expect(data(laid, 'targets')).toEqual([3, 5, 7, 8])
    expect(data(laid, 'advantages')).toEqual([0.5, 1, 2, 3])
  })

  test('pads on the left', () => {
    const laid = layoutRows(rows, sequences, { padding: 'left' })

    expect(data(laid, 'ids')).toEqual([0, 0, 0, 1, 2, 3, 0, 4, 5, 6, 7, 8])
    expect(data(laid, 'rows')).toEqual([4, 7, 9, 10])
  })

  test('puts several sequences in a row, each with a segment and positions of its own', () => {
    const laid = layoutRows(rows, sequences, { rows: [[1, 0]] })

    expect(data(laid, 'ids')).toEqual([4, 5, 6, 7, 8, 1, 2, 3])
    expect(data(laid, 'segments')).toEqual([1, 1, 1, 1, 1, 2, 2, 2])
    expect(data(laid, 'rows')).toEqual([6, 0, 2, 3])
    const half = config.headSize / 2
    const cosines = data(laid, 'cos').filter((_, i) => i % half === 0)
    for (const [i, position] of [0, 1, 2, 3, 4, 0, 1, 2].entries()) {
      expect(cosines[i]).toBeCloseTo(Math.cos(position), 6)
    }
  })

  test('has one mask where sequences stand at the start of rows', () => {
    const laid = layoutRows(aligned, sequences)

    expect(laid.batch['segments']?.shape).toEqual([1, 8])
  })

  test('pads to a length that is asked for', () => {
    expect(layoutRows(rows, sequences, { padTo: 7 }).batch['ids']?.shape).toEqual([2, 8])
  })

  test('gives numbers of trained tokens back to their sequences', () => {
    const laid = layoutRows(rows, sequences, { rows: [[1, 0]] })

    const unpacked = unpackTrained(laid, sequences, [10, 20, 30, 40], -1)

    expect(unpacked.map((numbers) => [...numbers])).toEqual([
      [-1, -1, 10],
      [-1, 20, -1, 30, 40],
    ])
  })

  const one = (ids: number[], mask = ids.map((_, i) => Math.min(1, i))) => [{ ids, mask }]
  test.each([
    ['no sequences', () => layoutRows(rows, []), 'Cannot lay out a batch: it holds no sequence'],
    ['an empty one', () => layoutRows(rows, one([])), 'Cannot lay out sequence 0: it is empty'],
    [
      'one longer than the model takes',
      () => layoutRows(rows, [...sequences, ...one([1, 1, 1, 1, 1, 1, 1, 1, 1])]),
      'Cannot lay out sequence 2: 9 tokens are more than the 8 of the model',
    ],
    [
      'one that begins too late',
      () => layoutRows(rows, [{ ids: [1, 2], mask: [0, 1], firstPosition: 7 }]),
      'Cannot lay out sequence 0: it ends at position 9, beyond the 8 of the model',
    ],
    [
      'an unknown token',
      () => layoutRows(rows, one([1, 10])),
      'Cannot lay out sequence 0: token 10 is not among the 10 of the model',
    ],
    [
      'a trained first token',
      () => layoutRows(rows, one([1, 2], [1, 1])),
      'Cannot lay out sequence 0: nothing stands before its first token (do not train it)',
    ],
    ['nothing trained', () => layoutRows(rows, one([1, 2], [0, 0])), 'no token of it is trained'],
    ['a short mask', () => layoutRows(rows, one([1, 2], [0])), '1 masks for 2 ids'],
    [
      'a value that another lacks',
      () => layoutRows(rows, [...sequences, ...one([1, 2])]),
      'Cannot lay out sequence 2: it has no advantages as others have',
    ],
    [
      'rows without all sequences',
      () => layoutRows(rows, sequences, { rows: [[0]] }),
      'Cannot lay out rows: they do not hold each of 2 sequences once',
    ],
    [
      'padding in front of aligned rows',
      () => layoutRows(aligned, sequences, { padding: 'left' }),
      'Cannot lay out aligned rows: padding stands on their left',
    ],
    [
      'several sequences in an aligned row',
      () => layoutRows(aligned, sequences, { rows: [[0, 1]] }),
      'Cannot lay out aligned rows: one holds several sequences',
    ],
  ])('refuses %s', (_, lay, message) => {
    expect(lay).toThrow(message)
  })
})
