import type { VirtualFiles } from '../../files.ts'
import { commonJsExports } from './cjs-exports.ts'
import { type Format, formatOf } from './format.ts'
import type { Packages } from './packages.ts'
import { directoryOf, readText } from './paths.ts'
import { ResolveError, type Resolver } from './resolve.ts'

/** Internal module through which generated sources reach the guest's own loader. */
export const BRIDGE = 'node:internal/bridge'

const RESERVED = new Set(['default', '__esModule'])

export interface SourceOptions {
  readonly files: VirtualFiles
  readonly packages: Packages
  readonly resolver: Resolver
}

/** The text the interpreter compiles for an imported file. */
export function moduleSource(name: string, options: SourceOptions): string {
  if (name.startsWith('data:')) return dataSource(name)
  const path = withoutQuery(name)
  const source = readText(options.files, path)
  if (source === undefined) {
    throw new ResolveError('ERR_MODULE_NOT_FOUND', `Cannot find module '${path}'`)
  }
  const format: Format = formatOf(path, options.files, options.packages)
  if (format === 'json') return `export default ${source.replace(/^\uFEFF/, '')}`
  if (format === 'module') return withMeta(withoutHashBang(source), path, name.slice(path.length))
  return commonJsWrapper(path, options)
}

export function withoutQuery(name: string): string {
  const at = name.search(/[?#]/)
  return at < 0 ? name : name.slice(0, at)
}

/** Keeps the first line, so that positions stay the same. */
export function withoutHashBang(source: string): string {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source
  return text.startsWith('#!') ? `//${text}` : text
}

/** Fills `import.meta`, on the first line, so that no line moves. */
function withMeta(source: string, path: string, query: string): string {
  if (!source.includes('import.meta')) return source
  const url = `file://${encodeURI(path).replaceAll('?', '%3F').replaceAll('#', '%23')}${query}`
  const meta = { dirname: directoryOf(path), filename: path, url }
  const assignments = Object.entries(meta)
    .map(([key, value]) => `import.meta.${key}=${JSON.stringify(value)};`)
    .join('')
  if (!source.includes('import.meta.resolve')) return assignments + source
  const setup = `import{metaResolve as _metaResolve}from'${BRIDGE}';import.meta.resolve=_metaResolve(${JSON.stringify(path)});`
  return setup + assignments + source
}

/** An ES module that runs a CommonJS file and hands out its exports by name. */
function commonJsWrapper(path: string, options: SourceOptions): string {
  const names = [...namesOf(path, options, new Set())].filter((name) => !RESERVED.has(name))
  const bindings = names
    .map((name, index) => `const e${index}=pick(m,${JSON.stringify(name)});`)
    .join('')
  const list = names.map((name, index) => `e${index} as ${JSON.stringify(name)}`).join(',')
  return `import{importCommonJs,pick}from'${BRIDGE}';const m=importCommonJs(${JSON.stringify(path)});${bindings}export{m as default${list === '' ? '' : `,${list}`}}`
}

function namesOf(path: string, options: SourceOptions, seen: Set<string>): Set<string> {
  if (seen.has(path) || path.endsWith('.json')) return new Set()
  seen.add(path)
  const { names, reexports } = commonJsExports(readText(options.files, path) ?? '')
  const all = new Set(names)
  for (const specifier of reexports) {
    for (const name of reexportedNames(specifier, path, options, seen)) all.add(name)
  }
  return all
}

function reexportedNames(
  specifier: string,
  parent: string,
  options: SourceOptions,
  seen: Set<string>,
): Set<string> {
  try {
    const target = options.resolver.resolve(specifier, parent, true)
    return target.startsWith('node:') ? new Set() : namesOf(target, options, seen)
  } catch (error) {
    if (error instanceof ResolveError) return new Set()
    throw error
  }
}

function dataSource(name: string): string {
  const comma = name.indexOf(',')
  const head = name.slice('data:'.length, comma)
  const body = name.slice(comma + 1)
  const text = head.endsWith(';base64')
    ? Buffer.from(body, 'base64').toString('utf8')
    : decodeURIComponent(body)
  return head.startsWith('application/json') ? `export default ${text}` : text
}
