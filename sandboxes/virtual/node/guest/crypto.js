import { Buffer } from 'node:internal/buffer'
import { decode, encode } from 'node:internal/buffer-codec'
import { nodeError } from 'node:internal/errors'
import { host } from 'node:internal/host'

const ALGORITHMS = ['md5', 'sha1', 'sha256', 'sha384', 'sha512']

const bytesOf = (data, encoding) =>
  typeof data === 'string'
    ? encode(data, encoding)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength)

function requireAlgorithm(name) {
  const algorithm = `${name}`.toLowerCase().replace('-', '')
  if (!ALGORITHMS.includes(algorithm)) {
    throw nodeError('Error', 'ERR_OSSL_EVP_UNSUPPORTED', 'Digest method not supported')
  }
  return algorithm
}

class Hash {
  #algorithm
  #key
  #parts = []
  #isFinished = false

  constructor(algorithm, key) {
    this.#algorithm = algorithm
    this.#key = key
  }

  update(data, encoding) {
    if (this.#isFinished)
      throw nodeError('Error', 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called')
    this.#parts.push(bytesOf(data, encoding).slice())
    return this
  }

  digest(encoding) {
    if (this.#isFinished)
      throw nodeError('Error', 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called')
    this.#isFinished = true
    const data = Buffer.concat(this.#parts)
    const key = this.#key === undefined ? undefined : this.#key.slice().buffer
    const result = Buffer.from(host.digest(this.#algorithm, data.buffer, key))
    return encoding === undefined || encoding === 'buffer' ? result : decode(result, encoding)
  }

  copy() {
    const copy = new Hash(this.#algorithm, this.#key)
    for (const part of this.#parts) copy.update(part)
    return copy
  }
}

export const createHash = (name) => new Hash(requireAlgorithm(name), undefined)
export const createHmac = (name, key) => new Hash(requireAlgorithm(name), bytesOf(key))
export const randomBytes = (size, callback) => {
  const bytes = Buffer.from(host.randomBytes(size))
  if (callback === undefined) return bytes
  setImmediate(callback, null, bytes)
  return undefined
}

export function randomUUID() {
  const bytes = randomBytes(16)
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

export function randomInt(min, max) {
  const [low, high] = typeof max === 'number' ? [min, max] : [0, min]
  return low + (randomBytes(6).readUIntBE(0, 6) % (high - low))
}

export function getRandomValues(array) {
  bytesOf(array).set(randomBytes(array.byteLength))
  return array
}

export function timingSafeEqual(a, b) {
  if (a.byteLength !== b.byteLength) {
    throw nodeError(
      'RangeError',
      'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH',
      'Input buffers must have the same byte length',
    )
  }
  return Buffer.compare(bytesOf(a), bytesOf(b)) === 0
}

export const webcrypto = { getRandomValues, randomUUID }
export default {
  createHash,
  createHmac,
  randomBytes,
  randomUUID,
  randomInt,
  getRandomValues,
  timingSafeEqual,
  getHashes: () => ALGORITHMS.slice(),
  webcrypto,
  Hash,
}
