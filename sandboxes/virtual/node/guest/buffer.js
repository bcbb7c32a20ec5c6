import { decode, encode, encodingName } from 'node:internal/buffer-codec'
import { invalidArgument, nodeError } from 'node:internal/errors'
import { CUSTOM } from 'node:internal/inspect'
import { isAnyArrayBuffer, isTypedArray } from 'node:internal/types'

const MAX_LENGTH = 2 ** 32
const SHOWN_BYTES = 50

function outOfRange(name, range, value) {
  return nodeError(
    'RangeError',
    'ERR_OUT_OF_RANGE',
    `The value of "${name}" is out of range. It must be ${range}. Received ${value}`,
  )
}

function requireSize(size) {
  if (typeof size !== 'number') throw invalidArgument('size', 'of type number', size)
  if (!(size >= 0 && size <= MAX_LENGTH)) throw outOfRange('size', `>= 0 && <= ${MAX_LENGTH}`, size)
}

/** Node's Buffer: bytes with encodings. Methods for numbers are added below. */
export class Buffer extends Uint8Array {
  static poolSize = 8192

  static get [Symbol.species]() {
    return Buffer
  }

  static from(value, encodingOrOffset, length) {
    if (typeof value === 'string') return asBuffer(encode(value, encodingOrOffset))
    if (isAnyArrayBuffer(value)) return new Buffer(value, encodingOrOffset, length)
    if (typeof value === 'object' && value !== null) {
      if (value.type === 'Buffer' && Array.isArray(value.data)) return Buffer.from(value.data)
      if (typeof value.length === 'number' || isTypedArray(value)) {
        const buffer = new Buffer(value.length)
        for (let i = 0; i < buffer.length; i++) buffer[i] = value[i]
        return buffer
      }
      const primitive = value.valueOf?.()
      if (primitive !== value && primitive != null)
        return Buffer.from(primitive, encodingOrOffset, length)
      const text = value[Symbol.toPrimitive]?.('string')
      if (typeof text === 'string') return Buffer.from(text, encodingOrOffset)
    }
    throw invalidArgument(
      'first argument',
      'of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object',
      value,
    )
  }

  static of(...items) {
    return Buffer.from(items)
  }

  static alloc(size, fill, encoding) {
    requireSize(size)
    const buffer = new Buffer(size)
    return fill === undefined || fill === 0 ? buffer : buffer.fill(fill, encoding)
  }

  static allocUnsafe(size) {
    requireSize(size)
    return new Buffer(size)
  }

  static allocUnsafeSlow(size) {
    return Buffer.allocUnsafe(size)
  }

  static isBuffer(value) {
    return value instanceof Buffer
  }

  static isEncoding(name) {
    return typeof name === 'string' && encodingName(name) !== undefined
  }

  static byteLength(value, encoding) {
    return typeof value === 'string' ? textLength(value, encoding) : value.byteLength
  }

  static concat(list, totalLength = list.reduce((total, item) => total + item.length, 0)) {
    const result = Buffer.alloc(totalLength)
    let at = 0
    for (const item of list) {
      const part = at + item.length > totalLength ? item.subarray(0, totalLength - at) : item
      result.set(part, at)
      at += part.length
    }
    return result
  }

  static compare(a, b) {
    const length = Math.min(a.length, b.length)
    for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1
    return Math.sign(a.length - b.length)
  }

  get parent() {
    return this.buffer
  }

  get offset() {
    return this.byteOffset
  }

  toString(encoding = 'utf8', start = 0, end = this.length) {
    const from = Math.max(0, Math.trunc(start) || 0)
    const to = Math.min(this.length, Math.trunc(end) || 0)
    return from >= to ? '' : decode(this.subarray(from, to), encoding)
  }

  toLocaleString(...args) {
    return this.toString(...args)
  }

  toJSON() {
    return { type: 'Buffer', data: Array.from(this) }
  }

  equals(other) {
    if (!(other instanceof Uint8Array)) {
      throw invalidArgument('otherBuffer', 'an instance of Buffer or Uint8Array', other)
    }
    return Buffer.compare(this, other) === 0
  }

  compare(target, targetStart = 0, targetEnd = target.length, start = 0, end = this.length) {
    return Buffer.compare(this.subarray(start, end), target.subarray(targetStart, targetEnd))
  }

  slice(start, end) {
    return this.subarray(start, end)
  }

  copy(target, targetStart = 0, start = 0, end = this.length) {
    const part = this.subarray(
      start,
      Math.min(end, start + Math.max(0, target.length - targetStart)),
    )
    target.set(part, targetStart)
    return part.length
  }

  write(text, offset, length, encoding) {
    let [at, most, name] = [offset, length, encoding]
    if (typeof at === 'string') [at, most, name] = [0, undefined, at]
    else if (typeof most === 'string') [most, name] = [undefined, most]
    at ??= 0
    const bytes = encode(text, name)
    const room = Math.min(most ?? Number.POSITIVE_INFINITY, this.length - at)
    const part = bytes.length > room ? wholeCharacters(bytes, room, name) : bytes
    this.set(part, at)
    return part.length
  }

  fill(value, offset, end, encoding) {
    let [from, to, name] = [offset, end, encoding]
    if (typeof from === 'string') [from, to, name] = [0, this.length, from]
    else if (typeof to === 'string') [to, name] = [this.length, to]
    from ??= 0
    to ??= this.length
    if (typeof value === 'number' || typeof value === 'boolean') {
      Reflect.apply(Uint8Array.prototype.fill, this, [Number(value) & 255, from, to])
      return this
    }
    const pattern = typeof value === 'string' ? encode(value, name) : value
    if (pattern.length === 0) {
      if (typeof value === 'string') return this.fill(0, from, to)
      throw nodeError(
        'TypeError',
        'ERR_INVALID_ARG_VALUE',
        `The argument 'value' is invalid. Received ''`,
      )
    }
    for (let i = from; i < to; i++) this[i] = pattern[(i - from) % pattern.length]
    return this
  }

  indexOf(value, offset = 0, encoding = 'utf8') {
    return search(this, value, offset, encoding, 1)
  }

  lastIndexOf(value, offset = this.length, encoding = 'utf8') {
    return search(this, value, offset, encoding, -1)
  }

  includes(value, offset, encoding) {
    return this.indexOf(value, offset, encoding) >= 0
  }

  swap16() {
    return swap(this, 2)
  }

  swap32() {
    return swap(this, 4)
  }

  swap64() {
    return swap(this, 8)
  }

  readUIntBE(offset, length) {
    let value = 0
    for (let i = 0; i < length; i++) value = value * 256 + byteAt(this, offset + i, length)
    return value
  }

  readUIntLE(offset, length) {
    let value = 0
    for (let i = length - 1; i >= 0; i--) value = value * 256 + byteAt(this, offset + i, length)
    return value
  }

  readIntBE(offset, length) {
    return signed(this.readUIntBE(offset, length), length)
  }

  readIntLE(offset, length) {
    return signed(this.readUIntLE(offset, length), length)
  }

  writeUIntBE(value, offset, length) {
    let rest = value
    for (let i = length - 1; i >= 0; i--) {
      this[offset + i] = rest % 256
      rest = Math.floor(rest / 256)
    }
    return offset + length
  }

  writeUIntLE(value, offset, length) {
    let rest = value
    for (let i = 0; i < length; i++) {
      this[offset + i] = rest % 256
      rest = Math.floor(rest / 256)
    }
    return offset + length
  }

  writeIntBE(value, offset, length) {
    return this.writeUIntBE(value < 0 ? value + 2 ** (8 * length) : value, offset, length)
  }

  writeIntLE(value, offset, length) {
    return this.writeUIntLE(value < 0 ? value + 2 ** (8 * length) : value, offset, length)
  }

  [CUSTOM](_depth, context) {
    const shown = Array.from(this.subarray(0, SHOWN_BYTES), (byte) =>
      byte.toString(16).padStart(2, '0'),
    )
    const more = this.length - SHOWN_BYTES
    const rest = more > 0 ? ` ... ${more} more byte${more > 1 ? 's' : ''}` : ''
    const name =
      this.constructor === Buffer ? 'Buffer' : (context && this.constructor?.name) || 'Buffer'
    return `<${name} ${shown.join(' ')}${rest}>`
  }
}

Object.defineProperty(Buffer.prototype, CUSTOM, { enumerable: false })

/** Node computes the length of encoded bytes from that of the text, valid or not. */
function textLength(text, encoding) {
  const name = encoding === undefined ? 'utf8' : encodingName(encoding)
  if (name === 'hex') return text.length >>> 1
  if (name === 'base64' || name === 'base64url') {
    const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
    return ((text.length - padding) * 3) >>> 2
  }
  return encode(text, name).length
}

function asBuffer(bytes) {
  return new Buffer(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** A text is never cut within a character. */
function wholeCharacters(bytes, room, encoding) {
  let end = room
  if (encoding === undefined || encodingName(encoding) === 'utf8') {
    while (end > 0 && (bytes[end] & 0xc0) === 0x80) end--
  }
  return bytes.subarray(0, end)
}

function search(buffer, value, offset, encoding, step) {
  let from = offset
  let name = encoding
  if (typeof from === 'string') [from, name] = [step > 0 ? 0 : buffer.length, from]
  from = Math.trunc(Number(from))
  if (Number.isNaN(from)) from = step > 0 ? 0 : buffer.length
  if (from < 0) from += buffer.length
  const pattern =
    typeof value === 'number'
      ? [value & 255]
      : typeof value === 'string'
        ? encode(value, name)
        : value
  const last = buffer.length - pattern.length
  for (
    let at = Math.min(Math.max(from, step > 0 ? 0 : -1), step > 0 ? buffer.length : last);
    at >= 0 && at <= last;
    at += step
  ) {
    let i = 0
    while (i < pattern.length && buffer[at + i] === pattern[i]) i++
    if (i === pattern.length) return at
  }
  return -1
}

function swap(buffer, size) {
  if (buffer.length % size !== 0) {
    throw nodeError(
      'RangeError',
      'ERR_INVALID_BUFFER_SIZE',
      `Buffer size must be a multiple of ${size * 8}-bits`,
    )
  }
  for (let at = 0; at < buffer.length; at += size) buffer.subarray(at, at + size).reverse()
  return buffer
}

function byteAt(buffer, index, length) {
  if (!(index >= 0 && index < buffer.length)) {
    throw outOfRange('offset', `>= 0 and <= ${buffer.length - length}`, index)
  }
  return buffer[index]
}

function signed(value, length) {
  return value >= 2 ** (8 * length - 1) ? value - 2 ** (8 * length) : value
}

const NUMBERS = [
  ['UInt8', 'Uint8', 1],
  ['Int8', 'Int8', 1],
  ['UInt16', 'Uint16', 2],
  ['Int16', 'Int16', 2],
  ['UInt32', 'Uint32', 4],
  ['Int32', 'Int32', 4],
  ['Float', 'Float32', 4],
  ['Double', 'Float64', 8],
  ['BigInt64', 'BigInt64', 8],
  ['BigUInt64', 'BigUint64', 8],
]

function addNumberMethods(name, type, size) {
  for (const endian of size === 1 ? [''] : ['LE', 'BE']) {
    const isLittle = endian === 'LE'
    const view = (buffer, offset) => {
      if (typeof offset !== 'number') throw invalidArgument('offset', 'of type number', offset)
      if (!Number.isInteger(offset)) throw outOfRange('offset', 'an integer', offset)
      if (offset < 0 || offset + size > buffer.length) {
        if (buffer.length < size) {
          throw nodeError(
            'RangeError',
            'ERR_BUFFER_OUT_OF_BOUNDS',
            'Attempt to access memory outside buffer bounds',
          )
        }
        throw outOfRange('offset', `>= 0 and <= ${buffer.length - size}`, offset)
      }
      return new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    }
    const methods = {
      [`read${name}${endian}`](offset = 0) {
        return view(this, offset)[`get${type}`](offset, isLittle)
      },
      [`write${name}${endian}`](value, offset = 0) {
        view(this, offset)[`set${type}`](offset, value, isLittle)
        return offset + size
      },
    }
    for (const key of Object.keys(methods)) {
      const aliases = [key, key.replace('UInt', 'Uint')]
      for (const alias of aliases) {
        Object.defineProperty(Buffer.prototype, alias, {
          value: methods[key],
          writable: true,
          configurable: true,
        })
      }
    }
  }
}
for (const [name, type, size] of NUMBERS) addNumberMethods(name, type, size)
for (const name of ['UInt', 'Int']) {
  for (const endian of ['LE', 'BE']) {
    for (const verb of ['read', 'write']) {
      const method = Buffer.prototype[`${verb}${name}${endian}`]
      Object.defineProperty(Buffer.prototype, `${verb}${name.replace('UInt', 'Uint')}${endian}`, {
        value: method,
        writable: true,
        configurable: true,
      })
    }
  }
}

export function atob(text) {
  const clean = `${text}`.replace(/[\t\n\f\r ]/g, '')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(clean) || clean.replace(/=+$/, '').length % 4 === 1) {
    const error = new Error('The string to be decoded is not correctly encoded.')
    Object.defineProperty(error, 'name', { value: 'InvalidCharacterError' })
    error.code = 5
    throw error
  }
  return Buffer.from(clean, 'base64').toString('latin1')
}

export function btoa(text) {
  for (const character of `${text}`) {
    if (character.codePointAt(0) > 255) {
      const error = new Error('Invalid character')
      Object.defineProperty(error, 'name', { value: 'InvalidCharacterError' })
      error.code = 5
      throw error
    }
  }
  return Buffer.from(`${text}`, 'latin1').toString('base64')
}

export const constants = { MAX_LENGTH, MAX_STRING_LENGTH: 2 ** 29 - 24 }
export const kMaxLength = MAX_LENGTH

export default {
  Buffer,
  SlowBuffer: Buffer,
  atob,
  btoa,
  constants,
  kMaxLength,
  kStringMaxLength: constants.MAX_STRING_LENGTH,
  INSPECT_MAX_BYTES: SHOWN_BYTES,
}
