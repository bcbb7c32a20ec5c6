/**
 * Conversions of 16-bit floats, on bits: a number read as a float and stored again may lose the
 * payload of a NaN. All arrays are little-endian, as safetensors is and as every machine Node runs on.
 */

/** How numbers may be stored in a checkpoint: float32, float16 or bfloat16. */
export type Precision = 'f32' | 'f16' | 'bf16'

/** Widens bfloat16: its bits are the upper half of a float32's. */
export function widenBfloat16(from: Uint16Array, to: Uint32Array): void {
  for (let i = 0; i < from.length; i++) to[i] = (from[i] ?? 0) << 16
}

/** Widens float16. */
export function widenFloat16(from: Uint16Array, to: Uint32Array): void {
  const table = float16Table()
  for (let i = 0; i < from.length; i++) to[i] = table[from[i] ?? 0] ?? 0
}

/** Rounds to bfloat16, to the nearest, ties to even; gives the index of a number that became infinite, or -1. */
export function narrowBfloat16(from: Uint32Array, to: Uint16Array): number {
  let overflow = -1
  for (let i = 0; i < from.length; i++) {
    const bits = from[i] ?? 0
    const magnitude = bits & 0x7fffffff
    if (magnitude > 0x7f800000) {
      const high = bits >>> 16
      // A payload in the lower half alone would leave an infinity.
      to[i] = (high & 0x7f) === 0 ? high | 0x40 : high
      continue
    }
    const rounded = (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16
    if ((rounded & 0x7fff) === 0x7f80 && magnitude < 0x7f800000 && overflow < 0) overflow = i
    to[i] = rounded
  }
  return overflow
}

/** Rounds to float16, to the nearest, ties to even; gives the index of a number that became infinite, or -1. */
export function narrowFloat16(from: Uint32Array, to: Uint16Array): number {
  let overflow = -1
  for (let i = 0; i < from.length; i++) {
    const bits = from[i] ?? 0
    const half = float16Of(bits)
    const magnitude = bits & 0x7fffffff
    if ((half & 0x7fff) === 0x7c00 && magnitude < 0x7f800000 && overflow < 0) overflow = i
    to[i] = half
  }
  return overflow
}

function float16Of(bits: number): number {
  const sign = (bits >>> 16) & 0x8000
  const magnitude = bits & 0x7fffffff
  // A NaN keeps the upper bits of its payload, and never becomes an infinity.
  if (magnitude > 0x7f800000) return sign | 0x7c00 | ((magnitude >>> 13) & 0x3ff || 0x200)
  // From 65520 on: halfway between the largest float16 and what would follow.
  if (magnitude >= 0x477ff000) return sign | 0x7c00
  // From 2^-14 on: normal numbers; the exponent's bias falls from 127 to 15.
  if (magnitude >= 0x38800000) {
    return sign | ((magnitude + 0xfff + ((magnitude >>> 13) & 1) - 0x38000000) >>> 13)
  }
  if (magnitude < 0x33000000) return sign
  // Multiples of 2^-24.
  const mantissa = (magnitude & 0x7fffff) | 0x800000
  const shift = 126 - (magnitude >>> 23)
  const half = 2 ** (shift - 1)
  return sign | ((mantissa + half - 1 + ((mantissa >>> shift) & 1)) >>> shift)
}

let table: Uint32Array | undefined

/** The float32 bits of all 65536 float16 numbers. */
function float16Table(): Uint32Array {
  if (table) return table
  table = new Uint32Array(0x10000)
  for (let half = 0; half < 0x10000; half++) table[half] = float32Of(half)
  return table
}

function float32Of(half: number): number {
  const sign = (half & 0x8000) << 16
  const exponent = (half >>> 10) & 0x1f
  const mantissa = half & 0x3ff
  if (exponent === 0x1f) return (sign | 0x7f800000 | (mantissa << 13)) >>> 0
  if (exponent > 0) return (sign | ((exponent + 112) << 23) | (mantissa << 13)) >>> 0
  if (mantissa === 0) return sign >>> 0
  // Subnormal: shifted until its leading bit is the implied one.
  const shift = Math.clz32(mantissa) - 21
  return (sign | ((113 - shift) << 23) | (((mantissa << shift) & 0x3ff) << 13)) >>> 0
}
