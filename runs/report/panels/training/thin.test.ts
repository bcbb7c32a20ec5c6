import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketed, thin } from './thin.ts'

const curve = fc
  .array(
    fc.tuple(
      fc.integer({ min: 1, max: 9 }),
      fc.option(fc.double({ noNaN: true, min: -9, max: 9 })),
    ),
    { maxLength: 400 },
  )
  .map((steps) => {
    let x = 0
    return steps.map(([step, y]) => {
      x += step
      return { x, y }
    })
  })

test('a thinned curve has the ends, the lowest and the highest of the whole, in order', () => {
  fc.assert(
    fc.property(curve, fc.integer({ min: 1, max: 40 }), (points, stretches) => {
      const thinned = thin(points, stretches)

      const known = (of: typeof points) => of.flatMap(({ y }) => (y === null ? [] : [y]))
      expect(thinned.length).toBeLessThanOrEqual(3 * stretches + 2)
      expect([thinned[0], thinned.at(-1)]).toEqual([points[0], points.at(-1)])
      expect(Math.min(...known([...thinned]))).toBe(Math.min(...known(points)))
      expect(Math.max(...known([...thinned]))).toBe(Math.max(...known(points)))
      expect(thinned.every((point) => points.includes(point))).toBe(true)
      expect(thinned).toEqual([...thinned].sort((a, b) => a.x - b.x))
    }),
  )
})

test('a short curve is left as it is', () => {
  const points = Array.from({ length: 80 }, (_, x) => ({ x, y: x % 7 }))

  expect(thin(points, 40)).toBe(points)
})

test('buckets hold every line once, and few lines alone', () => {
  const lines = Array.from({ length: 1000 }, (_, x) => x)

  const many = bucketed(lines, (x) => x, 10)

  expect(many.flatMap(({ lines }) => lines)).toEqual(lines)
  expect(many.map(({ x }) => x)[0]).toBeCloseTo(49.5, 0)
  expect(bucketed([3, 4], (x) => x, 10)).toEqual([
    { x: 3, lines: [3] },
    { x: 4, lines: [4] },
  ])
})
