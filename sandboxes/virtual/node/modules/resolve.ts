import type { VirtualFiles } from '../../files.ts'
import type { Package, Packages } from './packages.ts'
import { PackageError } from './packages.ts'
import { directoryOf, isDirectory, isFile, resolvePath } from './paths.ts'
import { matchTarget } from './targets.ts'

/** Node's error code and message for a module that cannot be resolved. */
export class ResolveError extends Error {
  override readonly name = 'ResolveError'
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export interface Resolver {
  /**
   * Absolute path of the file a specifier means in `parent`, or `node:name`.
   * @throws ResolveError
   */
  resolve(specifier: string, parent: string, isRequire: boolean): string
}

export interface ResolverOptions {
  readonly files: VirtualFiles
  readonly packages: Packages
  /** Whether Node has this module; the name comes without `node:`. */
  readonly isBuiltin: (name: string) => boolean
}

const EXTENSIONS = ['.js', '.json', '.node']
const SCHEME_ONLY = new Set(['test', 'test/reporters', 'sqlite', 'sea'])
const UNAVAILABLE = new Set([
  'child_process',
  'cluster',
  'dgram',
  'diagnostics_channel',
  'dns',
  'dns/promises',
  'domain',
  'http',
  'http2',
  'https',
  'inspector',
  'inspector/promises',
  'net',
  'path/win32',
  'punycode',
  'readline',
  'readline/promises',
  'repl',
  'stream',
  'stream/consumers',
  'stream/promises',
  'stream/web',
  'sys',
  'test/reporters',
  'tls',
  'trace_events',
  'tty',
  'v8',
  'vm',
  'wasi',
  'worker_threads',
  'zlib',
])

/** Node's module resolution on the virtual files. */
export function createResolver(options: ResolverOptions): Resolver {
  return {
    resolve(specifier, parent, isRequire) {
      try {
        return resolveAny(options, specifier, parent, isRequire)
      } catch (error) {
        if (error instanceof PackageError) {
          throw new ResolveError('ERR_INVALID_PACKAGE_CONFIG', error.message)
        }
        throw error
      }
    },
  }
}

function resolveAny(
  options: ResolverOptions,
  specifier: string,
  parent: string,
  isRequire: boolean,
): string {
  const builtin = resolveBuiltin(options, specifier)
  if (builtin !== undefined) return builtin
  if (specifier.startsWith('file:')) return fromFileURL(specifier)
  const isRelative = /^(?:\.\.?(?:\/|$)|\/)/.test(specifier)
  const target = isRelative
    ? resolvePath(directoryOf(parent), specifier) + (specifier.endsWith('/') ? '/' : '')
    : undefined
  if (isRequire) return resolveRequire(options, specifier, parent, target)
  const { path, query } = splitQuery(target)
  if (path !== undefined) return resolveImportFile(options, path, specifier, parent) + query
  return resolveBare(options, specifier, parent, false)
}

function resolveBuiltin(options: ResolverOptions, specifier: string): string | undefined {
  const hasScheme = specifier.startsWith('node:')
  const name = hasScheme ? specifier.slice('node:'.length) : specifier
  if (options.isBuiltin(name) && (hasScheme || !SCHEME_ONLY.has(name))) return `node:${name}`
  if (UNAVAILABLE.has(name) && (hasScheme || !SCHEME_ONLY.has(name))) {
    throw new ResolveError(
      'ERR_MODULE_NOT_AVAILABLE',
      `Cannot find module '${specifier}': not available in the virtual sandbox`,
    )
  }
  if (!hasScheme) return undefined
  throw new ResolveError('ERR_UNKNOWN_BUILTIN_MODULE', `No such built-in module: ${specifier}`)
}

function resolveRequire(
  options: ResolverOptions,
  specifier: string,
  parent: string,
  target: string | undefined,
): string {
  if (target === undefined) return resolveBare(options, specifier, parent, true)
  const found = asFileOrDirectory(options, target)
  if (found !== undefined) return found
  throw new ResolveError('MODULE_NOT_FOUND', `Cannot find module '${specifier}'`)
}

function resolveImportFile(
  { files }: ResolverOptions,
  path: string,
  specifier: string,
  parent: string,
): string {
  const decoded = path.includes('%') ? decodeURIComponent(path) : path
  if (isFile(files, decoded)) return decoded
  if (isDirectory(files, decoded)) {
    throw new ResolveError(
      'ERR_UNSUPPORTED_DIR_IMPORT',
      `Directory import '${decoded}' is not supported resolving ES modules imported from ${parent}`,
    )
  }
  throw new ResolveError(
    'ERR_MODULE_NOT_FOUND',
    `Cannot find module '${decoded.replace(/\/$/, '')}' imported from ${parent}${specifier === '' ? ' (empty specifier)' : ''}`,
  )
}

/** `require` tries extensions, then `package.json#main` and `index` of a directory. */
function asFileOrDirectory(options: ResolverOptions, target: string): string | undefined {
  const { files, packages } = options
  const wantsDirectory = target.endsWith('/')
  const path = wantsDirectory && target !== '/' ? target.slice(0, -1) : target
  if (!wantsDirectory) {
    const file = withExtensions(files, path)
    if (file !== undefined) return file
  }
  if (!isDirectory(files, path)) return undefined
  const { main } = packages.at(path) ?? {}
  if (typeof main === 'string') {
    const entry = resolvePath(path, main)
    const found = withExtensions(files, entry) ?? withExtensions(files, `${entry}/index`)
    if (found !== undefined) return found
  }
  return withExtensions(files, `${path}/index`)
}

function withExtensions(files: VirtualFiles, path: string): string | undefined {
  return ['', ...EXTENSIONS]
    .map((extension) => path + extension)
    .find((name) => isFile(files, name))
}

function resolveBare(
  options: ResolverOptions,
  specifier: string,
  parent: string,
  isRequire: boolean,
): string {
  const conditions = ['node', isRequire ? 'require' : 'import', 'module-sync', 'node-addons']
  const own = options.packages.around(parent)
  if (specifier.startsWith('#')) {
    return resolveImports(options, specifier, parent, isRequire, conditions, own)
  }
  const { name, subpath } = splitPackage(specifier)
  if (own?.name === name && own.exports !== undefined) {
    return resolveExports(options, own, subpath, conditions, parent)
  }
  for (let directory = directoryOf(parent); ; directory = directoryOf(directory)) {
    const root = `${directory === '/' ? '' : directory}/node_modules/${name}`
    if (!directory.endsWith('/node_modules') && isDirectory(options.files, root)) {
      const found = resolveInPackage(options, root, subpath, conditions, parent, isRequire)
      if (found !== undefined) return found
    }
    if (directory === '/') break
  }
  throw isRequire
    ? new ResolveError('MODULE_NOT_FOUND', `Cannot find module '${specifier}'`)
    : new ResolveError(
        'ERR_MODULE_NOT_FOUND',
        `Cannot find package '${name}' imported from ${parent}`,
      )
}

function resolveInPackage(
  options: ResolverOptions,
  root: string,
  subpath: string,
  conditions: readonly string[],
  parent: string,
  isRequire: boolean,
): string | undefined {
  const found = options.packages.at(root)
  if (found?.exports !== undefined && found.exports !== null) {
    return resolveExports(options, found, subpath, conditions, parent)
  }
  if (isRequire)
    return asFileOrDirectory(options, subpath === '.' ? root : resolvePath(root, subpath))
  if (subpath !== '.')
    return resolveImportFile(options, resolvePath(root, subpath), subpath, parent)
  return asFileOrDirectory(options, root)
}

function resolveExports(
  { files }: ResolverOptions,
  found: Package,
  subpath: string,
  conditions: readonly string[],
  parent: string,
): string {
  const target = matchTarget(subpathTable(found.exports), subpath, conditions)
  if (target === undefined) {
    const what =
      subpath === '.'
        ? 'No "exports" main defined'
        : `Package subpath '${subpath}' is not defined by "exports"`
    throw new ResolveError(
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
      `${what} in ${found.directory}/package.json imported from ${parent}`,
    )
  }
  const path = resolvePath(found.directory, target)
  if (isFile(files, path)) return path
  throw new ResolveError(
    'ERR_MODULE_NOT_FOUND',
    `Cannot find module '${path}' imported from ${parent}`,
  )
}

/** `exports` may be the target of `.` itself. */
function subpathTable(exports: unknown): Record<string, unknown> {
  const isTable =
    typeof exports === 'object' &&
    exports !== null &&
    !Array.isArray(exports) &&
    Object.keys(exports).every((key) => key.startsWith('.'))
  return isTable ? (exports as Record<string, unknown>) : { '.': exports }
}

function resolveImports(
  options: ResolverOptions,
  specifier: string,
  parent: string,
  isRequire: boolean,
  conditions: readonly string[],
  own: Package | undefined,
): string {
  const target = own && matchTarget(own.imports ?? {}, specifier, conditions)
  if (own === undefined || target === undefined) {
    const where = own === undefined ? '' : ` in package ${own.directory}/package.json`
    throw new ResolveError(
      'ERR_PACKAGE_IMPORT_NOT_DEFINED',
      `Package import specifier "${specifier}" is not defined${where} imported from ${parent}`,
    )
  }
  if (!target.startsWith('.'))
    return resolveAny(options, target, `${own.directory}/package.json`, isRequire)
  const path = resolvePath(own.directory, target)
  if (isFile(options.files, path)) return path
  throw new ResolveError(
    'ERR_MODULE_NOT_FOUND',
    `Cannot find module '${path}' imported from ${parent}`,
  )
}

function splitPackage(specifier: string): { name: string; subpath: string } {
  const parts = specifier.split('/')
  const length = specifier.startsWith('@') ? 2 : 1
  const name = parts.slice(0, length).join('/')
  const rest = parts.slice(length).join('/')
  return { name, subpath: rest === '' ? '.' : `./${rest}` }
}

function splitQuery(path: string | undefined): { path: string | undefined; query: string } {
  const at = path === undefined ? -1 : path.search(/[?#]/)
  if (path === undefined || at < 0) return { path, query: '' }
  return { path: path.slice(0, at), query: path.slice(at) }
}

function fromFileURL(specifier: string): string {
  const url = new URL(specifier)
  return decodeURIComponent(url.pathname) + url.search
}
