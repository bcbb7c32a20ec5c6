import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSseParser } from './sse.ts'

const encoder = new TextEncoder()
const read = (...pieces: readonly (string | Uint8Array)[]) => {
  const parser = createSseParser()
  return pieces.flatMap((piece) =>
    parser.push(typeof piece === 'string' ? encoder.encode(piece) : piece),
  )
}

const lineEnd = fc.constantFrom('\n', '\r\n', '\r')
const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map((it) => it.replace(/[\r\n]/g, '⏎'))
const noise = fc.oneof(
  text.map((it) => `:${it}`),
  text.map((it) => `event: ${it}`),
  fc.constant('id'),
  fc.constant('retry: 10'),
)
const event = fc.record({
  data: fc.array(text, { minLength: 1, maxLength: 3 }),
  noise: fc.array(noise, { maxLength: 2 }),
  end: lineEnd,
})

test('gives the same events wherever the bytes are cut and however lines end', () => {
  fc.assert(
    fc.property(
      fc.array(event, { maxLength: 5 }),
      fc.array(fc.nat(), { maxLength: 12 }),
      fc.boolean(),
      (events, cuts, hasMark) => {
        const written = events
          .map(({ data, noise: lines, end }) =>
            [...lines, ...data.map((line) => `data: ${line}`), '', ''].join(end),
          )
          .join('')
        const bytes = encoder.encode((hasMark ? '\uFEFF' : '') + written)
        const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length]
        const sorted = places.toSorted((a, b) => a - b)
        const pieces = sorted.slice(1).map((end, at) => bytes.subarray(sorted[at], end))

        const found = read(...pieces)

        expect(found).toEqual(events.map(({ data }) => data.join('\n')))
      },
    ),
  )
})

test('takes one space after the colon away, and no more', () => {
  expect(read('data:a\n\ndata: b\n\ndata:  c\n\ndata\n\n')).toEqual(['a', 'b', ' c', ''])
})

test('gives no event before its empty line, and none without data', () => {
  expect(read('data: a\n')).toEqual([])
  expect(read('event: ping\n\n: only a comment\n\n')).toEqual([])
  expect(read('data: a\r', '\n', '\r', '\ndata: b\r\n\r\n')).toEqual(['a', 'b'])
})
