import { describe, expect, it } from 'vitest'
import type { Dense } from './definition.ts'
import { differentiate } from './differentiate.ts'
import { evaluate } from './evaluate.ts'
import { caseFeeds, opCases, resized, traceCase } from './op-cases.suite.ts'
import { definitionOf, type OpName, opNames } from './table.ts'
import { createTracer } from './trace.ts'

/** Ops whose inputs get no gradient, by definition. */
const flatOps: readonly OpName[] = [
  ...(['causalBias', 'constant', 'equal', 'less', 'max', 'sizeOf'] as const),
  ...(['stopGradient', 'toFloat', 'logSoftmaxGatherGrad'] as const),
]
/** Of a central difference: its error is of this order squared, and rounding over it. */
const STEP = 1e-5

/** Up to 24 places of a tensor, all over it. */
const spreadOver = (size: number): readonly number[] =>
  Array.from({ length: Math.min(24, size) }, (_, i) => (size <= 24 ? i : (i * 31) % size))

describe('gradients', () => {
  const moving = opCases.filter(({ flat }) => !flat)

  const sized = moving.flatMap((test) => [test, resized(test, 1), resized(test, 2)])

  it.each(sized)('of $name at sizes $sizes are central differences of the loss', (test) => {
    const { tracer, loss, moving, gradients } = traceCase(test)
    const feeds = caseFeeds(test, 3)
    const lossAt = (batch: Record<string, Dense>) =>
      evaluate(tracer.graph, { parameters: {}, batch }, [loss])[0]?.data[0] ?? Number.NaN
    const nudged = (name: string, place: number, by: number) => {
      const { shape = [], data = new Float64Array() } = feeds[name] ?? {}
      const value = (data[place] ?? Number.NaN) + by
      return lossAt({ ...feeds, [name]: { shape, data: data.with(place, value) } })
    }

    const computed = evaluate(tracer.graph, { parameters: {}, batch: feeds }, gradients)

    expect(moving.length).toBeGreaterThan(0)
    for (const [index, name] of moving.entries()) {
      const { shape = [], data = new Float64Array() } = feeds[name] ?? {}
      expect(computed[index]?.shape).toEqual(shape)
      for (const place of spreadOver(data.length)) {
        const ahead = nudged(name, place, STEP)
        const difference = (ahead - nudged(name, place, -STEP)) / (2 * STEP)
        expect(computed[index]?.data[place], `${name}[${place}]`).toBeCloseTo(difference, 6)
      }
    }
  })

  it('are tested for every op that has them', () => {
    const tested = new Set(moving.map(({ op }) => op))

    const left = opNames.filter((op) => !tested.has(op))

    expect(left.toSorted()).toEqual(flatOps.toSorted())
  })

  it.each(flatOps)('do not flow through %s', (op) => {
    expect(definitionOf(op).vjp).toBeUndefined()
  })

  it('stop where they are stopped, and nowhere else', () => {
    const tracer = createTracer({ parameters: { x: [3] }, batch: {} })
    const { ops, parameter } = tracer
    const x = parameter('x')
    const loss = ops.sum(ops.mul(x, ops.stopGradient(x)))

    const gradients = differentiate(tracer, loss, [x])

    const at = { shape: [3], data: Float64Array.of(1, 2, 3) }
    const [gradient] = evaluate(tracer.graph, { parameters: { x: at }, batch: {} }, gradients)
    expect(gradient?.data).toEqual(at.data)
  })

  it('are zeros of its shape for what the loss does not depend on', () => {
    const tracer = createTracer({ parameters: { x: [2, 3], y: [2] }, batch: {} })
    const { ops, parameter } = tracer

    const gradients = differentiate(tracer, ops.sum(parameter('y')), [parameter('x')])

    const parameters = {
      x: { shape: [2, 3], data: new Float64Array(6).fill(1) },
      y: { shape: [2], data: new Float64Array(2) },
    }
    const [gradient] = evaluate(tracer.graph, { parameters, batch: {} }, gradients)
    expect(gradient).toEqual({ shape: [2, 3], data: new Float64Array(6) })
  })

  it('are sums over all uses of a value', () => {
    const tracer = createTracer({ parameters: { x: [2] }, batch: {} })
    const { ops, parameter } = tracer
    const x = parameter('x')
    const loss = ops.sum(ops.add(ops.mul(x, x), ops.mul(x, ops.constant(3))))

    const gradients = differentiate(tracer, loss, [x])

    const at = { shape: [2], data: Float64Array.of(5, -1) }
    const [gradient] = evaluate(tracer.graph, { parameters: { x: at }, batch: {} }, gradients)
    expect(gradient?.data).toEqual(Float64Array.of(13, 1))
  })

  it('are refused of what is not one number', () => {
    const tracer = createTracer({ parameters: { x: [2] }, batch: {} })

    expect(() => differentiate(tracer, tracer.parameter('x'), [])).toThrow(
      'Cannot differentiate a tensor of shape [2]: a loss is one number (sum it)',
    )
  })
})
