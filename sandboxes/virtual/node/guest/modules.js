import { errorConstructors, markWrapped, nodeError } from 'node:internal/errors'
import { host } from 'node:internal/host'
import { path } from 'node:internal/path'
import { JSONParse, ObjectHasOwn, ReflectApply } from 'node:internal/primordials'
import { fileURLToPath } from 'node:internal/url'

/** Node's own modules by name, without `node:`. */
const builtins = Object.create(null)

export function defineBuiltins(table) {
  Object.assign(builtins, table)
}

const SCHEME_ONLY = ['test', 'test/reporters', 'sqlite', 'sea']
export const builtinNames = () =>
  Object.keys(builtins).filter((name) => !SCHEME_ONLY.includes(name))

/** The exports of a built-in module. */
export function builtin(name) {
  return builtins[name]
}

const cache = Object.create(null)
let mainModule

/** A CommonJS module. */
export function Module(id = '', parent = undefined) {
  this.id = id
  this.path = path.dirname(id)
  this.exports = {}
  this.filename = id
  this.loaded = false
  this.children = []
  this.paths = nodeModulesPaths(this.path)
  Object.defineProperty(this, 'parent', {
    value: parent ?? null,
    enumerable: false,
    writable: true,
  })
  parent?.children.push(this)
}

function nodeModulesPaths(from) {
  const result = []
  for (let at = from; ; at = path.dirname(at)) {
    if (path.basename(at) !== 'node_modules') result.push(path.join(at, 'node_modules'))
    if (at === '/' || at === '.') return result
  }
}

Module.prototype.require = function (id) {
  return requireFrom(id, this)
}
Module.prototype._compile = function (source, filename) {
  compile(this, source, filename)
}

function requireFrom(id, parent) {
  if (typeof id !== 'string') {
    throw nodeError(
      'TypeError',
      'ERR_INVALID_ARG_TYPE',
      'The "id" argument must be of type string.',
    )
  }
  const filename = resolve(id, parent.filename, parent)
  if (filename.startsWith('node:')) return builtins[filename.slice(5)]
  return load(filename, parent).exports
}

/** Absolute path, or `node:` name, of what a specifier means in a file. */
function resolve(id, from, parent) {
  const found = host.resolve(id, from, true)
  if (!found.startsWith('!')) return found
  const [code, ...rest] = found.slice(1).split('\n')
  const message = rest.join('\n')
  const stack = requireStack(parent)
  const isMissing = code === 'MODULE_NOT_FOUND'
  if (!isMissing) throw nodeError('Error', code, message)
  const shown = stack.length > 0 ? `${message}\nRequire stack:\n- ${stack.join('\n- ')}` : message
  const error = new errorConstructors.Error(shown)
  error.code = code
  error.requireStack = stack
  throw error
}

function requireStack(module) {
  const stack = []
  for (let at = module; at?.filename; at = at.parent) stack.push(at.filename)
  return stack
}

function load(filename, parent) {
  const known = cache[filename]
  if (known !== undefined) {
    if (parent !== undefined && !parent.children.includes(known)) parent.children.push(known)
    return known
  }
  const module = new Module(filename, parent)
  if (parent === undefined) {
    mainModule = module
    module.id = '.'
  }
  cache[filename] = module
  let isLoaded = false
  try {
    const extension = path.extname(filename)
    const loader = Module._extensions[extension] ?? Module._extensions['.js']
    ReflectApply(loader, Module._extensions, [module, filename])
    isLoaded = true
  } finally {
    if (!isLoaded) delete cache[filename]
  }
  module.loaded = true
  return module
}

function compile(module, source, filename) {
  markWrapped(filename)
  const run = host.compile(source, filename)
  const require = requireFor(module)
  ReflectApply(run, module.exports, [
    module.exports,
    require,
    module,
    filename,
    path.dirname(filename),
  ])
}

function requireFor(module) {
  const require = (id) => requireFrom(id, module)
  require.resolve = (id) => resolve(id, module.filename, module)
  require.resolve.paths = () => module.paths
  require.main = mainModule
  require.cache = cache
  require.extensions = Module._extensions
  return require
}

Module._extensions = {
  '.js'(module, filename) {
    if (host.format(filename) === 'module') {
      module.exports = host.importNow(filename)
      return
    }
    compile(module, readSource(filename), filename)
  },
  '.json'(module, filename) {
    try {
      module.exports = JSONParse(stripMark(readSource(filename)))
    } catch (error) {
      error.message = `${filename}: ${error.message}`
      throw error
    }
  },
  '.node'() {
    throw nodeError(
      'Error',
      'ERR_DLOPEN_FAILED',
      'Native add-ons are not available in the virtual sandbox',
    )
  },
}
Module._cache = cache
Module._load = (id, parent) => requireFrom(id, parent ?? new Module('/'))
Module._resolveFilename = (id, parent) => resolve(id, parent?.filename ?? '/', parent)
Module._nodeModulePaths = nodeModulesPaths
Module.createRequire = createRequire
Module.isBuiltin = (name) => {
  const bare = `${name}`.replace(/^node:/, '')
  return bare in builtins && (`${name}`.startsWith('node:') || !SCHEME_ONLY.includes(bare))
}
Module.Module = Module
Module.wrap = (source) =>
  `(function (exports, require, module, __filename, __dirname) { ${source}\n});`
Object.defineProperty(Module, 'builtinModules', { enumerable: true, get: builtinNames })

const stripMark = (text) => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)

function readSource(filename) {
  const source = host.readText(filename)
  if (source === undefined) {
    throw nodeError('Error', 'ENOENT', `ENOENT: no such file or directory, open '${filename}'`)
  }
  return stripMark(source)
}

/** A `require` for any file, also one that does not exist. */
export function createRequire(file) {
  const isURL = typeof file === 'object' || `${file}`.startsWith('file:')
  const filename = isURL ? fileURLToPath(file) : `${file}`
  if (!isURL && !path.isAbsolute(filename)) {
    throw nodeError(
      'TypeError',
      'ERR_INVALID_ARG_VALUE',
      `The argument 'filename' must be a file URL object, file URL string, or absolute path string. Received '${filename}'`,
    )
  }
  const at = filename.endsWith('/') ? `${filename}noop.js` : filename
  return requireFor(new Module(at))
}

/** Runs the program's main file as CommonJS. */
export function runMain(filename) {
  load(filename, undefined)
}

/** Runs text given on the command line as CommonJS; returns the value of the last statement. */
export function runText(source, filename) {
  const module = new Module(filename)
  mainModule = undefined
  const require = requireFor(module)
  Object.assign(globalThis, {
    require,
    module,
    exports: module.exports,
    __filename: '[eval]',
    __dirname: '.',
  })
  return host.runText(source, '[eval]')
}

/** What an ES module sees when it imports a CommonJS file. */
export function importCommonJs(filename) {
  return load(filename, mainModule ?? new Module('/')).exports
}

export const hasOwn = (object, key) => object != null && ObjectHasOwn(Object(object), key)

export default Module
