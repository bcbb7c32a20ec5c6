import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { narrowBfloat16, narrowFloat16, widenBfloat16, widenFloat16 } from './floats.ts'

/** Made by torch: reference/make_safetensors.py. */
const rounding = JSON.parse(
  readFileSync(new URL('reference/rounding.json', import.meta.url), 'utf8'),
) as Readonly<Record<'f32' | 'f16' | 'bf16', readonly number[]>>

const everyHalf = Uint16Array.from({ length: 0x10000 }, (_, half) => half)
const bitsOf = (...numbers: readonly number[]) => new Uint32Array(Float32Array.from(numbers).buffer)

describe('float16', () => {
  test('widens to what its sign, exponent and mantissa say', () => {
    const widened = new Uint32Array(0x10000)

    widenFloat16(everyHalf, widened)

    const numbers = new Float32Array(widened.buffer)
    for (const half of everyHalf) {
      const mantissa = half & 0x3ff
      const exponent = (half >>> 10) & 0x1f
      const scaled =
        exponent === 0 ? mantissa * 2 ** -24 : (1 + mantissa / 1024) * 2 ** (exponent - 15)
      const size = exponent === 31 ? (mantissa === 0 ? Infinity : NaN) : scaled
      const expected = half & 0x8000 ? -size : size
      if (!Object.is(numbers[half], expected))
        expect([half, numbers[half]]).toEqual([half, expected])
    }
  })

  test('rounds as torch does', () => {
    const rounded = new Uint16Array(rounding.f32.length)

    narrowFloat16(Uint32Array.from(rounding.f32), rounded)

    expect([...rounded]).toEqual(rounding.f16)
  })

  test('comes back from float32 bit by bit, NaNs included', () => {
    const widened = new Uint32Array(0x10000)
    const back = new Uint16Array(0x10000)

    widenFloat16(everyHalf, widened)
    narrowFloat16(widened, back)

    expect(back).toEqual(everyHalf)
  })

  test('never makes an infinity of a NaN', () => {
    const half = new Uint16Array(1)

    narrowFloat16(Uint32Array.of(0xff800001), half)

    expect((half[0] ?? 0) & 0x7fff).toBeGreaterThan(0x7c00)
  })

  test('tells which number became infinite, and leaves infinities alone', () => {
    const to = new Uint16Array(3)

    expect(narrowFloat16(bitsOf(Infinity, 65519, -65520), to)).toBe(2)
    expect(narrowFloat16(bitsOf(-Infinity, 65519, NaN), to)).toBe(-1)
  })
})

describe('bfloat16', () => {
  test('rounds as torch does', () => {
    const rounded = new Uint16Array(rounding.f32.length)

    narrowBfloat16(Uint32Array.from(rounding.f32), rounded)

    expect([...rounded]).toEqual(rounding.bf16)
  })

  test('comes back from float32 bit by bit, NaNs included', () => {
    const widened = new Uint32Array(0x10000)
    const back = new Uint16Array(0x10000)

    widenBfloat16(everyHalf, widened)
    narrowBfloat16(widened, back)

    expect(back).toEqual(everyHalf)
  })

  test('never makes an infinity of a NaN', () => {
    const to = new Uint16Array(1)

    narrowBfloat16(Uint32Array.of(0x7f800001), to)

    expect(to[0]).toBeGreaterThan(0x7f80)
  })

  test('tells which number became infinite, and leaves infinities alone', () => {
    const to = new Uint16Array(2)

    expect(narrowBfloat16(bitsOf(1, 3.4e38), to)).toBe(1)
    expect(narrowBfloat16(bitsOf(Infinity, 3.3e38), to)).toBe(-1)
  })
})

test.each([
  ['float16', narrowFloat16, widenFloat16],
  ['bfloat16', narrowBfloat16, widenBfloat16],
] as const)('%s has no number nearer to a number than its rounding', (_, narrow, widen) => {
  const nearest = (x: number) => {
    const half = new Uint16Array(1)
    narrow(bitsOf(x), half)
    const at = half[0] ?? 0
    const around = new Uint32Array(3)
    widen(Uint16Array.of(at, at - 1, at + 1), around)
    return new Float32Array(around.buffer)
  }

  fc.assert(
    fc.property(fc.float({ noNaN: true, min: -60000, max: 60000 }), (x) => {
      const [rounded = NaN, ...others] = nearest(x)
      for (const other of others) {
        if (!Number.isFinite(other)) continue
        expect(Math.abs(rounded - x)).toBeLessThanOrEqual(Math.abs(other - x))
      }
    }),
  )
})
