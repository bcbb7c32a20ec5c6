import { percentDecode } from 'node:internal/url-percent'

const asText = (value) =>
  typeof value === 'string'
    ? value
    : typeof value === 'bigint' || typeof value === 'boolean' || Number.isFinite(value)
      ? `${value}`
      : ''
const escapeText = (value) => encodeURIComponent(asText(value))
const unescapeText = (text) => percentDecode(text)

function stringify(object, separator = '&', equals = '=', options = {}) {
  if (object === null || typeof object !== 'object') return ''
  const encode = options.encodeURIComponent ?? escapeText
  return Object.keys(object)
    .flatMap((key) =>
      [object[key]].flat().map((value) => `${encode(key)}${equals}${encode(asText(value))}`),
    )
    .join(separator)
}

function parse(text, separator = '&', equals = '=', options = {}) {
  const result = Object.create(null)
  if (typeof text !== 'string' || text === '') return result
  const decode = options.decodeURIComponent ?? unescapeText
  const limit = options.maxKeys ?? 1000
  const parts = text.split(separator)
  for (const part of limit > 0 ? parts.slice(0, limit) : parts) {
    if (part === '') continue
    const at = part.indexOf(equals)
    const key = decode((at < 0 ? part : part.slice(0, at)).replace(/\+/g, ' '))
    const value = at < 0 ? '' : decode(part.slice(at + equals.length).replace(/\+/g, ' '))
    if (key in result) result[key] = [result[key], value].flat()
    else result[key] = value
  }
  return result
}

export default {
  stringify,
  parse,
  escape: escapeText,
  unescape: unescapeText,
  encode: stringify,
  decode: parse,
}
