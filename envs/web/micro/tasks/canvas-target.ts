import { press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { some } from '../words.ts'
import { CANVAS } from './canvas.ts'

/** Points on a canvas that has no elements, told by coordinates; what is drawn there is decoration. */
export const canvasTarget: MicroKind = {
  kind: 'canvas-target',
  pose(rng, level) {
    const cells = Array.from(
      { length: 48 },
      (_, index) => [index % 8, Math.floor(index / 8)] as const,
    )
    const points = some(rng, cells, level + 4).map(
      ([column, row]) => [column * 50 + rng.int(15, 45), row * 50 + rng.int(15, 45)] as const,
    )
    const wanted = points.slice(0, level)
    const told = wanted.map(([x, y]) => `(${x}, ${y})`)
    return {
      goal: `Click the map at ${told.join(', then at ')}, and press Done. Points are pixels from the top left corner of the map.`,
      title: 'Map',
      main: html`<p class="row"><button type="button" id="done">Done</button> The map begins at (${CANVAS.left}, ${CANVAS.top}) of the page.</p>
<canvas width="${CANVAS.width}" height="${CANVAS.height}"></canvas><div style="height:${CANVAS.height + 60}px"></div>`,
      data: { points: rng.shuffle(points) },
      script: SCRIPT,
      isRight({ clicks = '' }) {
        const given = clicks.split('|').map((click) => click.split(',').map(Number))
        return (
          given.length === wanted.length &&
          wanted.every(([x, y], index) => {
            const [a = Number.NaN, b = Number.NaN] = given[index] ?? []
            return Math.hypot(a - x, b - y) <= 6
          })
        )
      },
      gold: [
        ...wanted.map(([x, y]) => ({
          tool: 'click_at' as const,
          x: CANVAS.left + x,
          y: CANVAS.top + y,
        })),
        press('Done'),
      ],
    }
  },
}

const SCRIPT = `
const clicks = []
const pen = $('canvas').getContext('2d')
const dot = (x, y, colour) => { pen.fillStyle = colour; pen.beginPath(); pen.arc(x, y, 6, 0, 7); pen.fill() }
for (const [x, y] of data.points) dot(x, y, '#4a7')
$('canvas').addEventListener('click', (event) => {
  dot(event.offsetX, event.offsetY, '#c33')
  clicks.push(Math.round(event.offsetX) + ',' + Math.round(event.offsetY))
})
$('#done').addEventListener('click', () => submit({ clicks: clicks.join('|') }))
`
