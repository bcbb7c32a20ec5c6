import type { Pixels } from './png.ts'
import type { Mark } from './snapshot.ts'

type Color = readonly [red: number, green: number, blue: number]
interface Area {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Rows of three bits each, from the top. */
const GLYPHS: Readonly<Record<string, readonly number[]>> = {
  '0': [7, 5, 5, 5, 7],
  '1': [2, 6, 2, 2, 7],
  '2': [7, 1, 7, 4, 7],
  '3': [7, 1, 7, 1, 7],
  '4': [5, 5, 7, 1, 1],
  '5': [7, 4, 7, 1, 7],
  '6': [7, 4, 7, 5, 7],
  '7': [7, 1, 1, 2, 2],
  '8': [7, 5, 7, 5, 7],
  '9': [7, 5, 7, 1, 7],
  e: [7, 4, 6, 4, 7],
}
const WHITE: Color = [255, 255, 255]
const COLORS: readonly Color[] = [
  [200, 0, 0],
  [0, 90, 200],
  [0, 120, 40],
  [140, 0, 160],
  [160, 90, 0],
]
const DOT = 2
const GLYPH = { width: 4 * DOT, height: 5 * DOT }

/** Draws boxes with their refs into a picture: the page itself has no part in it. */
export function drawMarks(pixels: Pixels, marks: readonly Mark[], scale: number): void {
  for (const [index, { ref, box }] of marks.entries()) {
    const color = COLORS[index % COLORS.length] ?? WHITE
    const left = Math.max(0, Math.round(box.x * scale))
    const top = Math.max(0, Math.round(box.y * scale))
    const right = Math.min(pixels.width, Math.round((box.x + box.width) * scale))
    const bottom = Math.min(pixels.height, Math.round((box.y + box.height) * scale))
    outline(pixels, { left, top, right, bottom }, color)
    label(pixels, ref, left, Math.max(0, top - GLYPH.height - 2), color)
  }
}

function outline(pixels: Pixels, { left, top, right, bottom }: Area, color: Color): void {
  fill(pixels, { left, top, right, bottom: top + DOT }, color)
  fill(pixels, { left, top: bottom - DOT, right, bottom }, color)
  fill(pixels, { left, top, right: left + DOT, bottom }, color)
  fill(pixels, { left: right - DOT, top, right, bottom }, color)
}

function label(pixels: Pixels, text: string, x: number, y: number, color: Color): void {
  const width = text.length * GLYPH.width + DOT
  const left = Math.max(0, Math.min(x, pixels.width - width))
  fill(pixels, { left, top: y, right: left + width, bottom: y + GLYPH.height + DOT }, color)
  for (const [at, character] of [...text].entries()) {
    for (const [row, bits] of (GLYPHS[character] ?? []).entries()) {
      for (let column = 0; column < 3; column++) {
        if ((bits & (4 >> column)) === 0) continue
        const dot = { x: left + at * GLYPH.width + (column + 0.5) * DOT, y: y + (row + 0.5) * DOT }
        fill(pixels, { left: dot.x, top: dot.y, right: dot.x + DOT, bottom: dot.y + DOT }, WHITE)
      }
    }
  }
}

function fill({ width, height, channels, data }: Pixels, area: Area, color: Color): void {
  for (let y = Math.max(0, area.top); y < Math.min(height, area.bottom); y++) {
    for (let x = Math.max(0, area.left); x < Math.min(width, area.right); x++) {
      data.set(color, (y * width + x) * channels)
    }
  }
}
