import { decode, encodingName, incompleteTail } from 'node:internal/buffer-codec'
import { nodeError } from 'node:internal/errors'

/** Decodes bytes that come in pieces without cutting characters. */
export class StringDecoder {
  #rest = new Uint8Array(0)

  constructor(encoding = 'utf8') {
    this.encoding = encodingName(encoding)
    if (this.encoding === undefined)
      throw nodeError('TypeError', 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${encoding}`)
  }

  write(chunk) {
    if (typeof chunk === 'string') return chunk
    const bytes = new Uint8Array(this.#rest.length + chunk.length)
    bytes.set(this.#rest)
    bytes.set(chunk, this.#rest.length)
    const end = bytes.length - this.#pending(bytes)
    this.#rest = bytes.slice(end)
    return decode(bytes.subarray(0, end), this.encoding)
  }

  end(chunk) {
    const text = chunk === undefined ? '' : this.write(chunk)
    const rest = this.#rest.length === 0 ? '' : decode(this.#rest, this.encoding)
    this.#rest = new Uint8Array(0)
    return text + rest
  }

  #pending(bytes) {
    if (this.encoding === 'utf8') return incompleteTail(bytes)
    if (this.encoding === 'utf16le') return bytes.length % 2
    return this.encoding.startsWith('base64') ? bytes.length % 3 : 0
  }
}

export default { StringDecoder }
