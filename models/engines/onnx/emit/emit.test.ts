import { describe, expect, it } from 'vitest'
import type { Dense } from '../../../ops/definition.ts'
import { evaluate } from '../../../ops/evaluate.ts'
import { caseFeeds, opCases, resized, traceCase } from '../../../ops/op-cases.suite.ts'
import { emitGraph } from './emit.ts'
import { runModel } from './run-model.suite.ts'

/** Float32 against float64: places may differ by this much of the largest. */
const TOLERANCE = 3e-6

function expectClose(actual: Dense, expected: Dense, what: string): void {
  expect(actual.shape, what).toEqual(expected.shape)
  const largest = expected.data.reduce((top, value) => Math.max(top, Math.abs(value)), 1)
  const apart = expected.data.map((value, i) => Math.abs(value - (actual.data[i] ?? Number.NaN)))
  expect(Math.max(0, ...apart) / largest, what).toBeLessThan(TOLERANCE)
}

const dialects = [
  { dialect: 'the dialect of the CPU', device: 'cpu' },
  { dialect: 'the dialect of GPUs', device: 'webgpu' },
  { dialect: 'the dialect of the CPU, the head in chunks', device: 'cpu', chunkHead: 3 },
  { dialect: 'the dialect of GPUs, the head in chunks', device: 'webgpu', chunkHead: 3 },
] as const

describe.each(dialects)('$dialect', (options) => {
  const cases = opCases.filter(
    ({ op }) => !('chunkHead' in options) || op.startsWith('logSoftmaxGather'),
  )

  const sized = cases.flatMap((test) => [test, resized(test, 5)])

  it.each(sized)(
    'computes $name at sizes $sizes, and its gradients, as the reference',
    async (test) => {
      const { tracer, outputs, moving, gradients } = traceCase(test)
      const feeds = caseFeeds(test, 7)
      const wanted = [...outputs, ...gradients]
      const names = [
        ...outputs.map((_, i) => `output ${i}`),
        ...moving.map((of) => `gradient of ${of}`),
      ]

      const emitted = emitGraph(tracer.graph, {
        ...options,
        outputs: wanted.map((value, i) => ({ name: names[i] ?? '', value })),
      })
      const actual = await runModel(emitted, feeds)

      const expected = evaluate(tracer.graph, { parameters: {}, batch: feeds }, wanted)
      for (const [i, value] of expected.entries()) {
        expectClose(actual[i] ?? { shape: [], data: new Float64Array() }, value, names[i] ?? '')
      }
    },
  )
})
