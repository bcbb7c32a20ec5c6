import {
  decodeLatin1,
  decodeUtf8,
  decodeUtf16,
  encodeUtf8,
  incompleteTail,
} from 'node:internal/buffer-codec'
import { invalidArgument, nodeError } from 'node:internal/errors'
import { isAnyArrayBuffer, isArrayBufferView } from 'node:internal/types'

export class TextEncoder {
  get encoding() {
    return 'utf-8'
  }

  encode(text = '') {
    return encodeUtf8(`${text}`)
  }

  encodeInto(text, target) {
    let read = 0
    let written = 0
    for (const character of `${text}`) {
      const bytes = encodeUtf8(character)
      if (written + bytes.length > target.length) break
      target.set(bytes, written)
      written += bytes.length
      read += character.length
    }
    return { read, written }
  }
}

const LABELS = {
  utf8: 'utf-8',
  'utf-8': 'utf-8',
  'unicode-1-1-utf-8': 'utf-8',
  utf16le: 'utf-16le',
  'utf-16le': 'utf-16le',
  'utf-16': 'utf-16le',
  latin1: 'windows-1252',
  ascii: 'windows-1252',
  'iso-8859-1': 'windows-1252',
  'windows-1252': 'windows-1252',
}
const DECODERS = { 'utf-8': decodeUtf8, 'utf-16le': decodeUtf16, 'windows-1252': decodeLatin1 }

export class TextDecoder {
  #encoding
  #fatal
  #ignoreBOM
  #rest = new Uint8Array(0)

  constructor(label = 'utf-8', options = {}) {
    this.#encoding = LABELS[`${label}`.trim().toLowerCase()]
    if (this.#encoding === undefined) {
      throw nodeError(
        'RangeError',
        'ERR_ENCODING_NOT_SUPPORTED',
        `The "${label}" encoding is not supported`,
      )
    }
    this.#fatal = Boolean(options?.fatal)
    this.#ignoreBOM = Boolean(options?.ignoreBOM)
  }

  get encoding() {
    return this.#encoding
  }

  get fatal() {
    return this.#fatal
  }

  get ignoreBOM() {
    return this.#ignoreBOM
  }

  decode(input = new Uint8Array(0), options = {}) {
    if (!isAnyArrayBuffer(input) && !isArrayBufferView(input)) {
      throw invalidArgument(
        'list',
        'an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView',
        input,
      )
    }
    let bytes = isAnyArrayBuffer(input)
      ? new Uint8Array(input)
      : new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
    if (this.#rest.length > 0) {
      const joined = new Uint8Array(this.#rest.length + bytes.length)
      joined.set(this.#rest)
      joined.set(bytes, this.#rest.length)
      bytes = joined
      this.#rest = new Uint8Array(0)
    }
    if (options.stream && this.#encoding === 'utf-8') {
      const tail = incompleteTail(bytes)
      this.#rest = bytes.slice(bytes.length - tail)
      bytes = bytes.subarray(0, bytes.length - tail)
    }
    const text = DECODERS[this.#encoding](
      bytes,
      this.#encoding === 'utf-8' ? this.#fatal : undefined,
    )
    return !this.#ignoreBOM && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  }
}
