import { z } from 'zod'
import type { Rng } from '../../../../core/index.ts'
import { press } from '../../steps.ts'
import type { Level, MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { CANVAS, type Point } from './canvas.ts'

const strokesSchema = z.array(z.array(z.tuple([z.number(), z.number()])).max(5000)).max(50)
const NEAR = 10

/** A line, an angle or a closed rectangle drawn on a canvas in one stroke. */
export const canvasDraw: MicroKind = {
  kind: 'canvas-draw',
  pose(rng, level) {
    const path = pathOf(rng, level)
    const told = path.map(([x, y]) => `(${x}, ${y})`)
    const goal = [
      `Draw a line from ${told[0]} to ${told[1]}`,
      `Draw a line from ${told[0]} over ${told[1]} to ${told[2]}, in one stroke`,
      `Draw, in one stroke, the outline of the rectangle with the corners ${told[0]} and ${told[2]}, from the first corner and back to it`,
    ][level - 1]
    return {
      goal: `${goal}. Points are pixels from the top left corner of the drawing area. Then press Done.`,
      title: 'Drawing board',
      main: html`<p class="row"><button type="button" id="clear">Clear</button> <button type="button" id="done">Done</button> The drawing area begins at (${CANVAS.left}, ${CANVAS.top}) of the page.</p>
<canvas width="${CANVAS.width}" height="${CANVAS.height}"></canvas><div style="height:${CANVAS.height + 60}px"></div>`,
      script: SCRIPT,
      isRight: ({ strokes = '' }) => follows(strokesOf(strokes), path),
      gold: [
        {
          tool: 'draw',
          points: path.map(([x, y]): [number, number] => [CANVAS.left + x, CANVAS.top + y]),
        },
        press('Done'),
      ],
    }
  },
}

function strokesOf(text: string): readonly (readonly Point[])[] {
  try {
    return strokesSchema.parse(JSON.parse(text))
  } catch {
    return []
  }
}

function pathOf(rng: Rng, level: Level): readonly Point[] {
  const [x, y] = [rng.int(20, 150), rng.int(20, 100)]
  const [right, below] = [x + rng.int(80, 220), y + rng.int(60, 180)]
  if (level === 1)
    return [
      [x, y],
      [right, below],
    ]
  if (level === 2)
    return [
      [x, y],
      [right, y + 20],
      [x + 30, below],
    ]
  return [
    [x, y],
    [right, y],
    [right, below],
    [x, below],
    [x, y],
  ]
}

/** One stroke, corner after corner, either way round, and nowhere far from the path. */
function follows(strokes: readonly (readonly Point[])[], path: readonly Point[]): boolean {
  const [stroke, ...others] = strokes
  if (!stroke || others.length > 0) return false
  const isNear = stroke.every((point) =>
    path.slice(1).some((to, index) => toSegment(point, path[index] ?? to, to) <= NEAR),
  )
  return isNear && [path, path.toReversed()].some((corners) => passes(stroke, corners))
}

function passes(stroke: readonly Point[], corners: readonly Point[]): boolean {
  let from = 0
  return corners.every((corner, index) => {
    const found = stroke.findIndex((point, at) => at >= from && apart(point, corner) <= NEAR)
    if (found < 0 || (index === 0 && found > 0)) return false
    from = found
    return index < corners.length - 1 || apart(stroke.at(-1) ?? corner, corner) <= NEAR
  })
}

const apart = ([a, b]: Point, [x, y]: Point) => Math.hypot(a - x, b - y)
function toSegment(point: Point, [x, y]: Point, [u, v]: Point): number {
  const length = (u - x) ** 2 + (v - y) ** 2
  const share = length === 0 ? 0 : ((point[0] - x) * (u - x) + (point[1] - y) * (v - y)) / length
  const held = Math.min(1, Math.max(0, share))
  return apart(point, [x + held * (u - x), y + held * (v - y)])
}

const SCRIPT = `
const canvas = $('canvas'), pen = canvas.getContext('2d')
let strokes = [], down = false
const add = (event) => {
  const stroke = strokes.at(-1)
  const point = [Math.round(event.offsetX), Math.round(event.offsetY)]
  if (stroke.length > 0) { pen.beginPath(); pen.moveTo(...stroke.at(-1)); pen.lineTo(...point); pen.stroke() }
  stroke.push(point)
}
canvas.addEventListener('pointerdown', (event) => { down = true; strokes.push([]); add(event) })
canvas.addEventListener('pointermove', (event) => { if (down) add(event) })
window.addEventListener('pointerup', () => { down = false })
$('#clear').addEventListener('click', () => { strokes = []; pen.clearRect(0, 0, canvas.width, canvas.height) })
$('#done').addEventListener('click', () => submit({ strokes: JSON.stringify(strokes) }))
`
