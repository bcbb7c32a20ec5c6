import { nodeError } from 'node:internal/errors'
import { CUSTOM, inspect } from 'node:internal/inspect'
import { formDecode, formEncode } from 'node:internal/url-percent'

function parse(text) {
  const pairs = []
  for (const part of text.replace(/^\?/, '').split('&')) {
    if (part === '') continue
    const at = part.indexOf('=')
    pairs.push(
      at < 0
        ? [formDecode(part), '']
        : [formDecode(part.slice(0, at)), formDecode(part.slice(at + 1))],
    )
  }
  return pairs
}

function pairsOf(init) {
  if (init === undefined || init === null) return []
  if (typeof init !== 'object' && typeof init !== 'function') return parse(`${init}`)
  if (typeof init[Symbol.iterator] !== 'function') {
    return Reflect.ownKeys(init).map((key) => [`${String(key)}`, `${init[key]}`])
  }
  return [...init].map((pair) => {
    const items = pair == null || typeof pair[Symbol.iterator] !== 'function' ? [] : [...pair]
    if (items.length !== 2) {
      throw nodeError(
        'TypeError',
        'ERR_INVALID_TUPLE',
        'Each query pair must be an iterable [name, value] tuple',
      )
    }
    return [`${items[0]}`, `${items[1]}`]
  })
}

export class URLSearchParams {
  #pairs
  #changed = () => {}

  constructor(init) {
    this.#pairs = pairsOf(init)
  }

  /** The parameters of a URL, which hears of every change. */
  static bound(search, changed) {
    const params = new URLSearchParams(search)
    params.#changed = changed
    return params
  }

  static reload(params, search) {
    params.#pairs = parse(search)
  }

  #update(pairs) {
    this.#pairs = pairs
    this.#changed(this.toString())
  }

  get size() {
    return this.#pairs.length
  }

  append(name, value) {
    this.#update([...this.#pairs, [`${name}`, `${value}`]])
  }

  delete(name, value) {
    this.#update(
      this.#pairs.filter(
        ([key, item]) => key !== `${name}` || (value !== undefined && item !== `${value}`),
      ),
    )
  }

  get(name) {
    return this.#pairs.find(([key]) => key === `${name}`)?.[1] ?? null
  }

  getAll(name) {
    return this.#pairs.filter(([key]) => key === `${name}`).map(([, value]) => value)
  }

  has(name, value) {
    return this.#pairs.some(
      ([key, item]) => key === `${name}` && (value === undefined || item === `${value}`),
    )
  }

  set(name, value) {
    const first = this.#pairs.findIndex(([key]) => key === `${name}`)
    if (first < 0) {
      this.append(name, value)
      return
    }
    const rest = this.#pairs.filter(([key], index) => key !== `${name}` || index === first)
    this.#update(rest.map((pair) => (pair[0] === `${name}` ? [pair[0], `${value}`] : pair)))
  }

  sort() {
    this.#update([...this.#pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
  }

  forEach(callback, self) {
    for (const [key, value] of this.#pairs) Reflect.apply(callback, self, [value, key, this])
  }

  *entries() {
    for (let i = 0; i < this.#pairs.length; i++) yield [...this.#pairs[i]]
  }

  *keys() {
    for (const [key] of this.entries()) yield key
  }

  *values() {
    for (const [, value] of this.entries()) yield value
  }

  [Symbol.iterator]() {
    return this.entries()
  }

  toString() {
    return this.#pairs.map(([key, value]) => `${formEncode(key)}=${formEncode(value)}`).join('&')
  }

  [CUSTOM](depth, options) {
    if (depth < 0) return '[Object]'
    const shown = this.#pairs.map(
      ([key, value]) => `${inspect(key, options)} => ${inspect(value, options)}`,
    )
    return shown.length === 0 ? 'URLSearchParams {}' : `URLSearchParams { ${shown.join(', ')} }`
  }
}

export const { bound, reload } = URLSearchParams
delete URLSearchParams.bound
delete URLSearchParams.reload
Object.defineProperty(URLSearchParams.prototype, CUSTOM, { enumerable: false })
Object.defineProperty(URLSearchParams.prototype, Symbol.toStringTag, {
  value: 'URLSearchParams',
  configurable: true,
})
