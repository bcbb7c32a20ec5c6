import pc from 'picocolors'
import { expect, test } from 'vitest'
import type { EpisodeDivergence } from '../fixtures/index.ts'
import { describeDiff, describeWhere, shortJson } from './divergence-text.ts'

const divergence: EpisodeDivergence = {
  phase: 'turn',
  turn: 2,
  by: 'env',
  what: 'observation',
  path: '',
  expected: 'a',
  actual: 'b',
  difference: 'observation: "b" instead of "a"',
}
const plain = pc.createColors(false)

test('a place names its turn, its exchange and the field', () => {
  const call = { channel: 'sandbox', call: 'sandbox exec "ls -la"', what: 'answer' }

  expect(describeWhere(divergence)).toBe('turn 2 (env): observation')
  expect(describeWhere({ ...divergence, what: 'signals', path: 'a.b' })).toBe(
    'turn 2 (env): signals.a.b',
  )
  expect(describeWhere({ ...divergence, phase: 'setup', turn: null, ...call })).toBe(
    'setup (env), sandbox exec "ls -la": answer',
  )
  expect(describeWhere({ ...divergence, ...call, path: 'stdout' })).toBe(
    'turn 2 (env), sandbox exec "ls -la": stdout',
  )
})

test('long texts are shown as far as forty lines of their diff, without commands to a terminal', () => {
  const linesOf = (word: string) => Array.from({ length: 60 }, (_, n) => `${word} ${n}\u001b[2J`)

  const lines = describeDiff(
    { ...divergence, expected: linesOf('old').join('\n'), actual: linesOf('new').join('\n') },
    plain,
  )

  expect(lines.slice(0, 4)).toEqual([
    '    --- recorded',
    '    +++ now',
    '    @@ -1,60 +1,60 @@',
    '    -old 0\\x1b[2J',
  ])
  expect(lines).toHaveLength(41)
  expect(lines.at(-1)).toBe('    ... and 83 more lines')
})

test('what is short, or is not there, stands on one line each', () => {
  const far = 'x'.repeat(5000)

  expect(describeDiff({ ...divergence, actual: undefined }, plain)).toEqual([
    '    - "a"',
    '    + nothing',
  ])
  const [, now = ''] = describeDiff({ ...divergence, expected: far, actual: `${far}!` }, plain)
  expect(now).toMatch(/^ {4}\+ \.\.\.x+!"$/)
  expect(now.length).toBeLessThan(400)
  expect(describeDiff({ ...divergence, actual: 'b' }, pc.createColors(true))[1]).toContain(
    '\u001b[32m',
  )
})

test('JSON holds a few KiB of each value, and no bytes', () => {
  expect(shortJson(undefined)).toBeNull()
  expect(shortJson({ a: [1], data: new Uint8Array([1, 255]) })).toEqual({
    a: [1],
    data: '2 bytes, 01ff...',
  })
  expect(String(shortJson('x'.repeat(9000)))).toHaveLength(4099)
  expect(String(shortJson({ a: 'x'.repeat(9000) }))).toHaveLength(4099)
})
