import { expect, test } from 'vitest'
import { traceDefinition } from './trace-definition.ts'

const batch = { x: { dtype: 'float32', shape: ['N'] } } as const

test('a value of another definition is refused, by its name', () => {
  const { result: other } = traceDefinition(
    {},
    { batch, build: ({ ops, input }) => ops.sum(input('x')) },
  )

  expect(() =>
    traceDefinition(
      {},
      { batch, build: ({ input }) => ({ loss: other, metrics: { x: input('x') } }) },
    ),
  ).toThrow('Cannot compute loss: it was made in another definition')
  expect(
    traceDefinition({}, { batch, build: ({ ops, input }) => ({ loss: ops.sum(input('x')) }) })
      .result.loss.shape,
  ).toEqual([])
})
