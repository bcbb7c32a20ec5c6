import { expect, test } from 'vitest'
import type { BuildContext } from '../engine.ts'
import { createReferenceEngine } from './reference.ts'

const table = { shape: [3, 2], trainable: false } as const
async function* weights() {
  yield { name: 'table', data: Float32Array.of(1, 2, 3, 4, 5, 6) }
}
const open = () => createReferenceEngine().open({ table }, weights())
const int32 = (...data: readonly number[]) => ({
  ids: { shape: [data.length], data: Int32Array.from(data) },
})
const ids = { ids: { dtype: 'int32', shape: ['N'] } } as const

const lookUps: readonly (readonly [string, (context: BuildContext) => BuildContextValue])[] = [
  ['gather', ({ ops, parameter, input }) => ops.gather(parameter('table'), input('ids'))],
  [
    'gather, turned and put together',
    ({ ops, parameter, input }) => {
      const twice = ops.concat([input('ids'), input('ids')], 0)
      return ops.gather(parameter('table'), ops.reshape(twice, ['N', 2]))
    },
  ],
  [
    'takeLast',
    ({ ops, parameter, input }) => {
      const rows = ops.gather(ops.transpose(parameter('table'), [1, 0]), input('first'))
      return ops.takeLast(rows, input('ids'))
    },
  ],
  ['scatterLast', ({ ops, input }) => ops.scatterLast(ops.toFloat(input('ids')), input('ids'), 3)],
  [
    'scatterAddRows',
    ({ ops, input }) => ops.scatterAddRows(input('ids'), ops.toFloat(input('ids')), 3),
  ],
]
type BuildContextValue = ReturnType<BuildContext['input']>

test.each(lookUps)('ids of no row are refused by %s', async (_, build) => {
  await using parameters = await open()
  await using inference = await parameters.inference({
    batch: { ...ids, first: { dtype: 'int32', shape: ['N'] } },
    build: (context) => ({ y: build(context) }),
  })
  const run = (...given: readonly number[]) =>
    inference.run({ ...int32(...given), first: { shape: [2], data: new Int32Array(2) } })

  await run(0, 2)
  await expect(run(0, 3)).rejects.toThrow(
    'Cannot take ids: number 1 of it is 3, and there are 3 rows (give ids from 0 to 2)',
  )
  await expect(run(-1, 0)).rejects.toThrow('Cannot take ids: number 0 of it is -1')
})

test('a cut beyond an axis is refused, for the size of this batch', async () => {
  await using parameters = await open()
  await using inference = await parameters.inference({
    batch: { x: { dtype: 'float32', shape: ['N'] } },
    build: ({ ops, input }) => ({
      part: ops.slice(input('x'), 0, 1, 3),
      padded: ops.padZeros(input('x'), 0, 0, 4),
    }),
  })
  const run = (size: number) =>
    inference.run({ x: { shape: [size], data: Float32Array.from({ length: size }, (_, i) => i) } })

  expect([...((await run(3))['part']?.data ?? [])]).toEqual([1, 2])
  await expect(run(2)).rejects.toThrow('Cannot take this batch: 1 to 3 of an axis of 2 is used')
  await expect(run(5)).rejects.toThrow('Cannot take this batch: 0 to 5 of an axis of 4 is used')
})
