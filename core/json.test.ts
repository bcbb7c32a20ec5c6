import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashJson } from './hash.ts'
import { canonicalJson, plainJson } from './json.ts'

describe('canonicalJson', () => {
  test('is JSON of the same data', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  test('does not depend on the order of keys or on absent ones', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse())

        expect(canonicalJson({ ...reversed, absent: undefined })).toBe(
          canonicalJson(Object.hasOwn(value, 'absent') ? { ...value, absent: undefined } : value),
        )
        expect(hashJson(reversed)).toBe(hashJson(value))
      }),
    )
  })

  test('tells different data apart', () => {
    const values = [null, 0, '0', [], {}, [0], { a: 1 }, { a: '1' }, 'null', [null], true]

    expect(new Set(values.map(hashJson)).size).toBe(values.length)
  })
})

describe('plainJson', () => {
  test('gives an equal copy of what is JSON already', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as unknown
        const copy = plainJson(json)

        expect(copy).toEqual(json)
        if (typeof json === 'object' && json !== null) expect(copy).not.toBe(json)
      }),
    )
  })

  test('makes JSON of anything at all, the same after another round', () => {
    const cycle: unknown[] = []
    cycle.push(cycle)

    for (const value of [undefined, Number.NaN, 5n, [5n], () => 1, Symbol('s'), new Map(), cycle]) {
      const copy = plainJson(value)

      expect(JSON.parse(JSON.stringify(copy))).toEqual(copy)
    }
    expect(plainJson({ a: undefined, b: 10n, c: new Date(0) })).toEqual({
      b: '10',
      c: '1970-01-01T00:00:00.000Z',
    })
  })
})
