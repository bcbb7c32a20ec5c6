import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDims,
  canonicalDim,
  countOf,
  type Dim,
  evaluateDim,
  multiplyDims,
  solveSymbols,
  subtractDims,
  symbolsOf,
} from './dims.ts'

const symbols = fc.record({
  B: fc.integer({ min: 0, max: 9 }),
  T: fc.integer({ min: 0, max: 9 }),
  S: fc.integer({ min: 0, max: 9 }),
})
const factor = fc.oneof(fc.constantFrom('B', 'T', 'S'), fc.integer({ min: -3, max: 6 }).map(String))
const term = fc.array(factor, { minLength: 1, maxLength: 3 }).map((factors) => factors.join('*'))
const dim: fc.Arbitrary<Dim> = fc.oneof(
  fc.integer({ min: 0, max: 20 }),
  fc.array(term, { minLength: 1, maxLength: 3 }).map((terms) => terms.join('+')),
)

describe('sizes', () => {
  it('are added, subtracted and multiplied as the numbers they stand for', () => {
    fc.assert(
      fc.property(dim, dim, symbols, (a, b, known) => {
        const [x, y] = [evaluateDim(a, known), evaluateDim(b, known)]

        expect(evaluateDim(addDims(a, b), known)).toBe(x + y)
        expect(evaluateDim(subtractDims(a, b), known)).toBe(x - y)
        expect(evaluateDim(multiplyDims(a, b), known) + 0).toBe(x * y + 0)
        expect(evaluateDim(countOf([a, b, a]), known) + 0).toBe(x * y * x + 0)
      }),
    )
  })

  it('have one form, however they came about', () => {
    fc.assert(
      fc.property(dim, dim, dim, (a, b, c) => {
        expect(addDims(a, b)).toBe(addDims(b, a))
        expect(multiplyDims(a, b)).toBe(multiplyDims(b, a))
        expect(multiplyDims(a, addDims(b, c))).toBe(addDims(multiplyDims(a, b), multiplyDims(c, a)))
        expect(subtractDims(addDims(a, b), b)).toBe(canonicalDim(a))
        expect(canonicalDim(canonicalDim(a))).toBe(canonicalDim(a))
      }),
    )
  })

  it.each([
    ['T*B', 'B*T'],
    ['S*4', '4*S'],
    ['T+B*T+1+T', '2*T+B*T+1'],
    ['B+0*T', 'B'],
    ['2*3', 6],
    [' B * T ', 'B*T'],
  ])('read %s as %s', (written, form) => {
    expect(canonicalDim(written)).toBe(form)
  })

  it('tell their symbols', () => {
    expect(symbolsOf('B*T+2*T+1').toSorted()).toEqual(['B', 'T'])
    expect(symbolsOf(7)).toEqual([])
  })

  it.each(['B-T', 'B**T', '', 'B*(T+1)', '2B'])('refuse to be %j', (written) => {
    expect(() => canonicalDim(written)).toThrow(
      `Cannot read the size ${JSON.stringify(written)}: it is not a sum of products (write it like 4*S or B*T+1)`,
    )
  })

  it('are not told where a symbol is unknown', () => {
    expect(() => evaluateDim('B*T', { B: 2 })).toThrow(
      'Cannot tell the size B*T: T is not known (give it in the shape of an input)',
    )
  })
})

describe('symbols', () => {
  it('follow from the shapes of inputs, in any order', () => {
    const shapes = [
      { name: 'flat', declared: ['B*T'], actual: [12] },
      { name: 'ids', declared: ['B', '2*T'], actual: [3, 8] },
    ]

    expect(solveSymbols(shapes)).toEqual({ B: 3, T: 4 })
  })

  it.each([
    [
      'a size that another shape contradicts',
      [
        { name: 'ids', declared: ['B', 'T'], actual: [3, 4] },
        { name: 'mask', declared: ['B*T'], actual: [13] },
      ],
      'Cannot take mask of shape [13]: axis 0 should be 12 (it is declared as [B*T])',
    ],
    [
      'a size that is no multiple',
      [{ name: 'ids', declared: ['4*S'], actual: [10] }],
      'Cannot take ids of shape [10]: 10 is not a multiple of 4 (it is declared as [4*S])',
    ],
    [
      'another number of axes',
      [{ name: 'ids', declared: ['B'], actual: [3, 4] }],
      'Cannot take ids of shape [3, 4]: it has 2 axes, not 1 (it is declared as [B])',
    ],
    [
      'another number',
      [{ name: 'x', declared: ['B', 5], actual: [3, 4] }],
      'Cannot take x of shape [3, 4]: axis 1 should be 5 (it is declared as [B, 5])',
    ],
  ])('refuse %s', (_, shapes, message) => {
    expect(() => solveSymbols(shapes)).toThrow(message)
  })
})
