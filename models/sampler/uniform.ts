/**
 * The number in [0, 1), with 53 random bits, that draws the token at `position` of a sample. It is a hash
 * of its place (Philox4x32-10; Salmon et al. 2011), not the next of a stream: what else is sampled, and in
 * which batch, changes nothing. Any safe integers will do.
 */
export function uniformAt(seed: number, position: number): number {
  const [high, low] = philox4x32(
    [position >>> 0, highWord(position), 0, 0],
    [seed >>> 0, highWord(seed)],
  )
  return (high * 2 ** 21 + (low >>> 11)) / 2 ** 53
}

type Counter = readonly [number, number, number, number]
type Key = readonly [number, number]

/** Ten rounds over words of 32 bits without a sign. */
export function philox4x32([c0, c1, c2, c3]: Counter, [k0, k1]: Key): Counter {
  let [a, b, c, d, left, right] = [c0, c1, c2, c3, k0, k1]
  for (let round = 0; round < 10; round++) {
    const first = highProduct(0xd2511f53, a)
    const second = highProduct(0xcd9e8d57, c)
    const lowFirst = Math.imul(0xd2511f53, a) >>> 0
    const lowSecond = Math.imul(0xcd9e8d57, c) >>> 0
    a = (second ^ b ^ left) >>> 0
    b = lowSecond
    c = (first ^ d ^ right) >>> 0
    d = lowFirst
    left = (left + 0x9e3779b9) >>> 0
    right = (right + 0xbb67ae85) >>> 0
  }
  return [a, b, c, d]
}

/** The upper 32 bits of the product of two words: by halves, as 64 bits are more than a number holds. */
function highProduct(x: number, y: number): number {
  const [xHigh, xLow, yHigh, yLow] = [x >>> 16, x & 0xffff, y >>> 16, y & 0xffff]
  const middle = xHigh * yLow + ((xLow * yLow) >>> 16)
  const carried = (middle % 0x1_0000) + xLow * yHigh
  return xHigh * yHigh + Math.floor(middle / 0x1_0000) + Math.floor(carried / 0x1_0000)
}

function highWord(value: number): number {
  return Math.floor(value / 0x1_0000_0000) >>> 0
}
