/** Random numbers of a frame: a stream of the episode's seed, the frame's address and the count of actions. */
export const randomScript = `
let [a, b, c, d] = [0, 0, 0, 1]
const next = () => {
  const t = (((a + b) | 0) + d) | 0
  d = (d + 1) | 0
  a = b ^ (b >>> 9)
  b = (c + (c << 3)) | 0
  c = (((c << 21) | (c >>> 11)) + t) | 0
  return t >>> 0
}
const reseed = (seed, step) => {
  const depth = (frame) => (frame === frame.parent ? 0 : 1 + depth(frame.parent))
  const text = [seed, step, location.href, depth(globalThis), globalThis.parent.length].join(' ')
  let hash = 2166136261
  const mixed = () => {
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16777619)
    hash ^= hash >>> 15
    hash = Math.imul(hash, 0x2c1b3c6d)
    return (hash ^ (hash >>> 12)) | 0
  }
  ;[a, b, c, d] = [mixed(), mixed(), mixed(), 1]
  for (let warmUp = 0; warmUp < 12; warmUp++) next()
}

Math.random = () => next() / 0x100000000
const fill = (array) => {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
  for (let at = 0; at < bytes.length; at++) bytes[at] = next() & 255
  return array
}
const { getRandomValues } = Crypto.prototype
Crypto.prototype.getRandomValues = function (array) {
  // The platform's own says what is wrong with an array.
  getRandomValues.call(this, array)
  return fill(array)
}
if ('randomUUID' in Crypto.prototype) {
  Crypto.prototype.randomUUID = () => {
    const bytes = fill(new Uint8Array(16))
    bytes[6] = (bytes[6] & 15) | 64
    bytes[8] = (bytes[8] & 63) | 128
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  }
}
`
