import { invalidArgument, nodeError } from 'node:internal/errors'
import { CUSTOM, inspect } from 'node:internal/inspect'
import { path } from 'node:internal/path'
import { brandURL } from 'node:internal/url-brand'
import { percentDecode, percentEncode, SETS } from 'node:internal/url-percent'
import { bound, reload, URLSearchParams } from 'node:internal/url-search-params'

const DEFAULT_PORTS = {
  'http:': '80',
  'https:': '443',
  'ws:': '80',
  'wss:': '443',
  'ftp:': '21',
  'file:': '',
}
const isSpecial = (protocol) => protocol in DEFAULT_PORTS

function invalidURL(input, base) {
  const properties = base === undefined ? { input } : { input, base }
  return nodeError('TypeError', 'ERR_INVALID_URL', 'Invalid URL', properties)
}

/** The parts of an absolute URL; undefined where the text is none. */
function parseAbsolute(text) {
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(text)
  if (scheme === null) return undefined
  const protocol = `${scheme[1].toLowerCase()}:`
  const rest = text.slice(scheme[0].length)
  const { before, query, hash } = splitTail(rest)
  const parts = {
    protocol,
    username: '',
    password: '',
    hostname: '',
    port: '',
    pathname: '',
    search: query,
    hash,
    isOpaque: false,
    hasHost: false,
  }
  const location = isSpecial(protocol) ? before.replace(/\\/g, '/') : before
  const slashes = /^\/*/.exec(location)[0].length
  const hasAuthority = isSpecial(protocol) && protocol !== 'file:' ? true : slashes >= 2
  if (hasAuthority) {
    const start = isSpecial(protocol) && protocol !== 'file:' ? slashes : 2
    const end = location.indexOf('/', start)
    const authority = end < 0 ? location.slice(start) : location.slice(start, end)
    if (!readAuthority(parts, authority)) return undefined
    parts.hasHost = true
    parts.pathname = end < 0 ? '' : location.slice(end)
  } else if (isSpecial(protocol) || location.startsWith('/')) {
    parts.hasHost = protocol === 'file:'
    parts.pathname = location
  } else {
    parts.isOpaque = true
    parts.pathname = percentEncode(location, SETS.control)
    return finishTail(parts)
  }
  parts.pathname = normalizePath(parts.pathname, protocol)
  return finishTail(parts)
}

function splitTail(text) {
  const at = text.indexOf('#')
  const hash = at < 0 ? '' : text.slice(at)
  const head = at < 0 ? text : text.slice(0, at)
  const question = head.indexOf('?')
  return {
    before: question < 0 ? head : head.slice(0, question),
    query: question < 0 ? '' : head.slice(question),
    hash,
  }
}

function finishTail(parts) {
  const set = isSpecial(parts.protocol) ? SETS.specialQuery : SETS.query
  parts.search = parts.search.length > 1 ? `?${percentEncode(parts.search.slice(1), set)}` : ''
  parts.hash = parts.hash.length > 1 ? `#${percentEncode(parts.hash.slice(1), SETS.fragment)}` : ''
  return parts
}

function readAuthority(parts, authority) {
  const at = authority.lastIndexOf('@')
  if (at >= 0) {
    const credentials = authority.slice(0, at)
    const colon = credentials.indexOf(':')
    parts.username = percentEncode(
      colon < 0 ? credentials : credentials.slice(0, colon),
      SETS.userinfo,
    )
    parts.password = colon < 0 ? '' : percentEncode(credentials.slice(colon + 1), SETS.userinfo)
  }
  return readHost(parts, authority.slice(at + 1))
}

function readHost(parts, text) {
  const match = /^(\[[0-9a-fA-F:.]+\]|[^:]*)(?::(\d*))?$/.exec(text)
  if (match === null) return false
  const hostname = hostOf(match[1], parts.protocol)
  const port = Number(match[2] || 0)
  if (hostname === undefined || port > 65535) return false
  if (hostname === '' && isSpecial(parts.protocol) && parts.protocol !== 'file:') return false
  parts.hostname = parts.protocol === 'file:' && hostname === 'localhost' ? '' : hostname
  parts.port = !match[2] || `${port}` === DEFAULT_PORTS[parts.protocol] ? '' : `${port}`
  return true
}

function hostOf(text, protocol) {
  if (text.startsWith('[')) return text.toLowerCase()
  if (!isSpecial(protocol))
    return /[\0\t\n\r #/:<>?@[\\\]^|]/.test(text) ? undefined : percentEncode(text, SETS.control)
  const name = percentDecode(text).toLowerCase()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: hosts must not hold them
  if (/[\x00-\x20"#%/:<>?@[\\\]^`{|}\x7f]/.test(name)) return undefined
  return /^[\d.]+$/.test(name) || /^0x/.test(name) ? ipv4(name) : name
}

function ipv4(name) {
  const numbers = name
    .replace(/\.$/, '')
    .split('.')
    .map((part) =>
      /^(0x[0-9a-f]*|\d+)$/.test(part)
        ? Number(/^0\d/.test(part) ? `0o${part.slice(1)}` : part)
        : Number.NaN,
    )
  if (numbers.length > 4 || numbers.some((number) => Number.isNaN(number))) return undefined
  const last = numbers.pop()
  if (numbers.some((number) => number > 255) || last >= 256 ** (4 - numbers.length))
    return undefined
  const value = numbers.reduce((total, number, i) => total + number * 256 ** (3 - i), last)
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.')
}

function normalizePath(text, protocol) {
  const result = []
  const segments = text.replace(/^\//, '').split('/')
  segments.forEach((segment, index) => {
    const isLast = index === segments.length - 1
    const dots = segment.replace(/%2e/gi, '.')
    if (dots === '..') {
      result.pop()
      if (isLast) result.push('')
    } else if (dots === '.') {
      if (isLast) result.push('')
    } else {
      result.push(percentEncode(segment, SETS.path))
    }
  })
  const joined = result.join('/')
  if (text === '' && !isSpecial(protocol)) return ''
  return `/${joined}`
}

function parseRelative(text, base) {
  const { before, query, hash } = splitTail(text)
  const location = isSpecial(base.protocol) ? before.replace(/\\/g, '/') : before
  if (base.isOpaque) return text.startsWith('#') ? finishTail({ ...base, hash }) : undefined
  if (location.startsWith('//')) return parseAbsolute(`${base.protocol}${text}`)
  const parts = { ...base, hash, search: query }
  if (location === '') {
    if (query === '') parts.search = base.search
    return finishTail(parts)
  }
  const directory = base.pathname.slice(0, base.pathname.lastIndexOf('/') + 1)
  parts.pathname = normalizePath(
    location.startsWith('/') ? location : `${directory}${location}`,
    base.protocol,
  )
  return finishTail(parts)
}

function parse(input, base) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the standard strips them
  const text = `${input}`.replace(/^[\x00-\x20]+|[\x00-\x20]+$/g, '').replace(/[\t\n\r]/g, '')
  const absolute = parseAbsolute(text)
  const isRelativeSpecial =
    absolute !== undefined &&
    base !== undefined &&
    base.protocol === absolute.protocol &&
    isSpecial(base.protocol) &&
    !/^[^:]+:[/\\]/.test(text)
  if (absolute !== undefined && !isRelativeSpecial) return absolute
  if (base === undefined) return undefined
  return parseRelative(isRelativeSpecial ? text.slice(base.protocol.length) : text, base)
}

/** The WHATWG `URL`; international host names are not converted. */
export class URL {
  #parts
  #params

  constructor(input, base = undefined) {
    brandURL(this)
    const parsedBase = base === undefined ? undefined : parse(base)
    if (base !== undefined && parsedBase === undefined) throw invalidURL(`${input}`, `${base}`)
    const parts = parse(input, parsedBase)
    if (parts === undefined)
      throw invalidURL(`${input}`, base === undefined ? undefined : `${base}`)
    this.#parts = parts
  }

  static canParse(input, base) {
    const parsedBase = base === undefined ? undefined : parse(base)
    return (
      (base === undefined || parsedBase !== undefined) && parse(input, parsedBase) !== undefined
    )
  }

  static parse(input, base) {
    return URL.canParse(input, base) ? new URL(input, base) : null
  }

  get href() {
    const { protocol, username, password, hasHost, pathname, search, hash } = this.#parts
    const credentials = username || password ? `${username}${password ? `:${password}` : ''}@` : ''
    return `${protocol}${hasHost ? `//${credentials}${this.host}` : ''}${pathname}${search}${hash}`
  }

  set href(value) {
    const parts = parse(value)
    if (parts === undefined) throw invalidURL(`${value}`)
    this.#parts = parts
    this.#refresh()
  }

  get origin() {
    const { protocol } = this.#parts
    return isSpecial(protocol) && protocol !== 'file:' ? `${protocol}//${this.host}` : 'null'
  }

  get protocol() {
    return this.#parts.protocol
  }

  set protocol(value) {
    const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):?/.exec(`${value}`)
    if (scheme === null) return
    const protocol = `${scheme[1].toLowerCase()}:`
    if (isSpecial(protocol) !== isSpecial(this.#parts.protocol)) return
    this.#parts.protocol = protocol
    if (this.#parts.port === DEFAULT_PORTS[protocol]) this.#parts.port = ''
  }

  get username() {
    return this.#parts.username
  }

  set username(value) {
    if (this.#parts.hostname !== '') this.#parts.username = percentEncode(`${value}`, SETS.userinfo)
  }

  get password() {
    return this.#parts.password
  }

  set password(value) {
    if (this.#parts.hostname !== '') this.#parts.password = percentEncode(`${value}`, SETS.userinfo)
  }

  get host() {
    return this.#parts.port === ''
      ? this.#parts.hostname
      : `${this.#parts.hostname}:${this.#parts.port}`
  }

  set host(value) {
    if (!this.#parts.isOpaque) readHost(this.#parts, `${value}`)
  }

  get hostname() {
    return this.#parts.hostname
  }

  set hostname(value) {
    const hostname = hostOf(`${value}`, this.#parts.protocol)
    if (hostname && !this.#parts.isOpaque) this.#parts.hostname = hostname
  }

  get port() {
    return this.#parts.port
  }

  set port(value) {
    const digits = /^\d+/.exec(`${value}`)
    if (`${value}` === '') this.#parts.port = ''
    else if (digits !== null && Number(digits[0]) <= 65535) {
      const port = `${Number(digits[0])}`
      this.#parts.port = port === DEFAULT_PORTS[this.#parts.protocol] ? '' : port
    }
  }

  get pathname() {
    return this.#parts.pathname
  }

  set pathname(value) {
    if (!this.#parts.isOpaque)
      this.#parts.pathname = normalizePath(`${value}`, this.#parts.protocol)
  }

  get search() {
    return this.#parts.search
  }

  set search(value) {
    const text = `${value}`
    this.#parts.search = text === '' ? '' : text.startsWith('?') ? text : `?${text}`
    finishTail(this.#parts)
    this.#refresh()
  }

  get hash() {
    return this.#parts.hash
  }

  set hash(value) {
    const text = `${value}`
    this.#parts.hash = text === '' ? '' : text.startsWith('#') ? text : `#${text}`
    finishTail(this.#parts)
  }

  get searchParams() {
    this.#params ??= bound(this.search, (query) => {
      this.#parts.search = query === '' ? '' : `?${query}`
    })
    return this.#params
  }

  #refresh() {
    if (this.#params !== undefined) reload(this.#params, this.search)
  }

  toString() {
    return this.href
  }

  toJSON() {
    return this.href
  }

  [CUSTOM](depth, options) {
    if (depth < 0) return '[URL]'
    const shown = {}
    for (const key of [
      'href',
      'origin',
      'protocol',
      'username',
      'password',
      'host',
      'hostname',
      'port',
      'pathname',
      'search',
      'searchParams',
      'hash',
    ])
      shown[key] = this[key]
    return `URL ${inspect(shown, options)}`
  }
}

Object.defineProperty(URL.prototype, CUSTOM, { enumerable: false })
Object.defineProperty(URL.prototype, Symbol.toStringTag, { value: 'URL', configurable: true })

export function fileURLToPath(value) {
  if (typeof value !== 'string' && typeof value?.href !== 'string') {
    throw invalidArgument('path', 'of type string or an instance of URL', value)
  }
  const url = typeof value === 'string' ? new URL(value) : value
  if (url.protocol !== 'file:') {
    throw nodeError('TypeError', 'ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file')
  }
  return decodeURIComponent(url.pathname)
}

export function pathToFileURL(value) {
  const absolute = path.resolve(value) + (`${value}`.endsWith('/') && value !== '/' ? '/' : '')
  const encoded = absolute
    .replace(/%/g, '%25')
    .replace(/\\/g, '%5C')
    .replace(/\n/g, '%0A')
    .replace(/\r/g, '%0D')
    .replace(/\t/g, '%09')
    .replace(/\?/g, '%3F')
    .replace(/#/g, '%23')
  return new URL(`file://${encoded}`)
}

function legacyParse(input, parsesQuery = false) {
  const url = URL.canParse(input) ? new URL(input) : undefined
  const relative = splitTail(`${input}`)
  const search = url ? url.search : relative.query
  const query = search.slice(1)
  const pathname = url ? url.pathname : relative.before
  return {
    protocol: url?.protocol ?? null,
    slashes: url ? true : null,
    auth: url?.username ? `${url.username}${url.password ? `:${url.password}` : ''}` : null,
    host: url?.host ?? null,
    port: url?.port || null,
    hostname: url?.hostname ?? null,
    hash: (url ? url.hash : relative.hash) || null,
    search: search || null,
    query: parsesQuery ? Object.fromEntries(new URLSearchParams(query)) : query || null,
    pathname: pathname || null,
    path: `${pathname}${search}` || null,
    href: url ? url.href : `${input}`,
  }
}

function legacyFormat(value) {
  if (typeof value === 'string') return value
  if (value instanceof URL) return value.href
  const protocol = value.protocol ? `${value.protocol.replace(/:$/, '')}:` : ''
  const host =
    value.host ?? (value.hostname ? `${value.hostname}${value.port ? `:${value.port}` : ''}` : '')
  const query =
    typeof value.query === 'object' && value.query !== null
      ? `?${new URLSearchParams(value.query)}`
      : ''
  const search = value.search ?? (query === '?' ? '' : query)
  const auth = value.auth ? `${value.auth}@` : ''
  return `${protocol}${host || value.slashes ? '//' : ''}${auth}${host}${value.pathname ?? ''}${search}${value.hash ?? ''}`
}

export default {
  URL,
  URLSearchParams,
  fileURLToPath,
  pathToFileURL,
  parse: legacyParse,
  format: legacyFormat,
  resolve: (from, to) => new URL(to, new URL(from, 'resolve://')).href.replace(/^resolve:\/\//, ''),
  domainToASCII: (domain) => `${domain}`.toLowerCase(),
  domainToUnicode: (domain) => `${domain}`,
  urlToHttpOptions: (url) => ({
    protocol: url.protocol,
    hostname: url.hostname,
    hash: url.hash,
    search: url.search,
    pathname: url.pathname,
    path: `${url.pathname}${url.search}`,
    href: url.href,
  }),
}
