import { expect, test } from 'vitest'
import { microTaskOf } from './instances.ts'
import { CANVAS, type Point } from './tasks/canvas.ts'

/** The corners that the solution draws, as the canvas sees them. */
function cornersOf(id: string): Point[] {
  const { gold } = microTaskOf(id)
  const [step] = Array.isArray(gold) ? gold : []
  if (step?.tool !== 'draw') throw new Error('It draws nothing')
  return step.points.map(([x, y]: Point): Point => [x - CANVAS.left, y - CANVAS.top])
}
const isRight = (id: string, strokes: unknown) =>
  microTaskOf(id).isRight?.({ strokes: JSON.stringify(strokes) })

test.each(['canvas-draw/0', 'canvas-draw/1', 'canvas-draw/2'])(
  '%s: one stroke over the points counts, either way round, with a trembling hand',
  (id) => {
    const corners = cornersOf(id)
    const trembling = corners.map(([x, y]): Point => [x + 4, y - 4])

    expect(isRight(id, [corners])).toBe(true)
    expect(isRight(id, [corners.toReversed()])).toBe(true)
    expect(isRight(id, [trembling])).toBe(true)
  },
)

test.each(['canvas-draw/0', 'canvas-draw/1', 'canvas-draw/2'])(
  '%s: nothing, a part, a detour, a second stroke or a dot do not count',
  (id) => {
    const corners = cornersOf(id)
    const [first = [0, 0]] = corners

    expect(isRight(id, [])).toBe(false)
    expect(isRight(id, [corners.slice(0, -1)])).toBe(false)
    expect(isRight(id, [[first, [400, 10], ...corners.slice(1)]])).toBe(false)
    expect(isRight(id, [corners, [[300, 300]]])).toBe(false)
    expect(isRight(id, [[first]])).toBe(false)
    expect(microTaskOf(id).isRight?.({ strokes: 'no json' })).toBe(false)
  },
)

test('clicks on a canvas count in their order and within a few pixels', () => {
  const task = microTaskOf('canvas-target/1')
  const points = [...task.goal.matchAll(/\((\d+), (\d+)\)/g)].map(([, x, y]) => [
    Number(x),
    Number(y),
  ])
  const clicks = (shift: number) => points.map(([x = 0, y = 0]) => `${x + shift},${y}`)

  expect(task.isRight?.({ clicks: clicks(4).join('|') })).toBe(true)
  expect(task.isRight?.({ clicks: clicks(9).join('|') })).toBe(false)
  expect(task.isRight?.({ clicks: clicks(0).toReversed().join('|') })).toBe(false)
  expect(task.isRight?.({ clicks: clicks(0)[0] ?? '' })).toBe(false)
  expect(task.isRight?.({})).toBe(false)
})
