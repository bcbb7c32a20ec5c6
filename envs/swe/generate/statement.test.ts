import { describe, expect, test } from 'vitest'
import { createRng } from '../../../core/index.ts'
import { type Report, writeStatement } from './statement.ts'

const shown = { names: ['f', 'adds one'], example: { code: 'f(1)', expected: '2', actual: '3' } }
const other = { names: ['g', 'adds two'], example: { code: 'g(1)', expected: '3', actual: '4' } }
const visible = Array.from({ length: 6 }, (_, i) => ['f', `case ${i}`])

function written(report: Partial<Report>): readonly string[] {
  const whole = { library: 'lib', level: 1, visible: [], cases: [shown], ...report }
  return Array.from({ length: 20 }, (_, seed) => writeStatement(whole, createRng(seed)))
}

describe('writeStatement', () => {
  test.each([
    ['one near a visible test', { level: 1, visible }],
    ['one far from a visible test', { level: 2, visible }],
    ['one no visible test sees', { level: 3 }],
    ['two faults', { level: 4, cases: [shown, other] }],
    ['a missing feature', { level: 4, feature: { name: 'f', docs: ['Adds one.'] } }],
  ])('writes %s in several ways', (_, report) => {
    const firstLines = written(report).map((text) => text.split('\n', 1)[0])

    expect(new Set(firstLines).size).toBeGreaterThan(2)
  })

  test('lists a few of the visible failures', () => {
    for (const level of [1, 2]) {
      for (const text of written({ level, visible })) {
        expect(text).toContain('f: case 3\n')
        expect(text).toMatch(/and 2 more/)
        expect(text).not.toContain('case 4')
      }
    }
  })

  test('shows how to reproduce what no visible test sees, and names no title but that case', () => {
    const texts = written({ level: 3 })

    for (const text of texts) {
      expect(text).toContain('```js\nf(1)\n```\n\nExpected: 2\nActual: 3')
    }
    expect(texts.some((text) => text.includes('adds one'))).toBe(true)
    expect(texts.some((text) => !text.includes('adds one'))).toBe(true)
  })

  test('shows a case for each of several faults, without titles', () => {
    for (const text of written({ level: 4, cases: [shown, other] })) {
      expect(text).toContain('f(1)')
      expect(text).toContain('g(1)')
      expect(text).not.toMatch(/adds (?:one|two)/)
    }
  })

  test('quotes what the documents say of a missing feature', () => {
    const feature = { name: 'plusOne', docs: ['Adds one.', '`plusOne(n)`: the next number.'] }
    for (const text of written({ level: 4, feature })) {
      expect(text).toContain('`plusOne`')
      expect(text).toContain('> Adds one.\n\n> `plusOne(n)`: the next number.')
    }
  })
})
