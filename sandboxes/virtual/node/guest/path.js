import { invalidArgument } from 'node:internal/errors'
import { host } from 'node:internal/host'

function requireText(value, name) {
  if (typeof value !== 'string') throw invalidArgument(name, 'of type string', value)
}

/** Resolves `.` and `..` and doubled slashes; what leads above the root of a relative path stays. */
function simplify(path, isAbsolute) {
  const parts = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (!isAbsolute) parts.push('..')
  }
  return parts.join('/')
}

function normalize(path) {
  requireText(path, 'path')
  if (path === '') return '.'
  const isAbsolute = path.startsWith('/')
  let result = simplify(path, isAbsolute)
  if (result === '' && !isAbsolute) result = '.'
  if (result !== '' && path.endsWith('/')) result += '/'
  return isAbsolute ? `/${result}` : result
}

function join(...parts) {
  for (const part of parts) requireText(part, 'path')
  const joined = parts.filter((part) => part !== '').join('/')
  return joined === '' ? '.' : normalize(joined)
}

function resolve(...parts) {
  let result = ''
  for (let i = parts.length - 1; i >= 0 && !result.startsWith('/'); i--) {
    requireText(parts[i], `paths[${i}]`)
    if (parts[i] !== '') result = result === '' ? parts[i] : `${parts[i]}/${result}`
  }
  if (!result.startsWith('/')) result = `${host.cwd()}/${result}`
  return `/${simplify(result, true)}`
}

function isAbsolute(path) {
  requireText(path, 'path')
  return path.startsWith('/')
}

function relative(from, to) {
  requireText(from, 'from')
  requireText(to, 'to')
  const source = resolve(from).split('/').filter(Boolean)
  const target = resolve(to).split('/').filter(Boolean)
  let same = 0
  while (same < source.length && same < target.length && source[same] === target[same]) same++
  return [...source.slice(same).map(() => '..'), ...target.slice(same)].join('/')
}

function withoutTrailingSlashes(path) {
  let end = path.length
  while (end > 1 && path[end - 1] === '/') end--
  return path.slice(0, end)
}

function dirname(path) {
  requireText(path, 'path')
  if (path === '') return '.'
  const slash = withoutTrailingSlashes(path).lastIndexOf('/')
  if (slash < 0) return '.'
  if (slash === 0) return '/'
  return slash === 1 && path.startsWith('/') ? '//' : path.slice(0, slash)
}

function basename(path, suffix) {
  requireText(path, 'path')
  if (suffix !== undefined) requireText(suffix, 'suffix')
  const trimmed = withoutTrailingSlashes(path)
  const base = trimmed.slice(trimmed.lastIndexOf('/') + 1)
  if (suffix !== undefined && suffix === path) return ''
  if (suffix === undefined || suffix === '' || base === suffix) return base
  return base.endsWith(suffix) ? base.slice(0, -suffix.length) : base
}

function extname(path) {
  requireText(path, 'path')
  const base = basename(path)
  const dot = base.lastIndexOf('.')
  return dot <= 0 || base === '..' ? '' : base.slice(dot)
}

function parse(path) {
  requireText(path, 'path')
  const root = path.startsWith('/') ? '/' : ''
  const base = basename(path)
  const ext = extname(path)
  const name = ext === '' ? base : base.slice(0, -ext.length)
  const hasDirectory = withoutTrailingSlashes(path).includes('/')
  const dir = hasDirectory ? dirname(path) : ''
  return { root, dir: base === '' ? root : dir, base, ext, name }
}

function format(parts) {
  if (typeof parts !== 'object' || parts === null)
    throw invalidArgument('pathObject', 'of type object', parts)
  const dir = parts.dir || parts.root
  const extension = parts.ext ? (parts.ext.startsWith('.') ? parts.ext : `.${parts.ext}`) : ''
  const base = parts.base || `${parts.name ?? ''}${extension}`
  if (!dir) return base
  return dir === parts.root ? `${dir}${base}` : `${dir}/${base}`
}

/** `node:path`, which is POSIX here. */
export const path = {
  resolve,
  normalize,
  isAbsolute,
  join,
  relative,
  toNamespacedPath: (value) => value,
  dirname,
  basename,
  extname,
  format,
  parse,
  sep: '/',
  delimiter: ':',
  win32: null,
  posix: null,
}
path.posix = path
path.win32 = path

export default path
