import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { type ParsedTarEntryWithData, packTar, unpackTar } from 'modern-tar'
import { shellQuote } from '../../core/shell-quote.ts'
import { assertSameFolders } from '../folders.ts'
import { readArchive } from '../host/archive.ts'
import { byName } from '../host/walk.ts'
import { SandboxFileError } from '../sandbox.ts'
import type { Container } from './container.ts'
import { pathsOf } from './places.ts'
import { emptyFunction } from './reset.ts'
import { printing } from './shell-code.ts'
import { feedScript, fileError, runScript, type ScriptResult } from './transfer.ts'

/** What goes through the session as text; more takes a process of its own. */
const INLINE_BYTES = 64 * 1024
/** Owner in archives, as in those of the other kinds. */
const OWNER = { uid: 1000, gid: 1000 }

export async function readFile(container: Container, path: string): Promise<Uint8Array> {
  const file = shellQuote(path)
  const result = await runScript(
    container,
    `if [ -f ${file} ]; then exec cat <${file}; fi
[ -e ${file} ] || { echo 'no such file' >&2; exit 1; }
[ -d ${file} ] && echo 'it is a directory' >&2 || echo 'it is not a regular file' >&2
exit 1`,
  )
  assertDone(result, 'read', path)
  return result.stdout
}

export async function writeFiles(
  container: Container,
  files: readonly (readonly [path: string, data: Uint8Array])[],
): Promise<void> {
  let batch: (readonly [string, Uint8Array])[] = []
  let bytes = 0
  const flush = async () => {
    if (batch.length > 0) await writeInline(container, batch)
    batch = []
    bytes = 0
  }
  for (const [path, data] of files) {
    if (bytes + data.length > INLINE_BYTES) await flush()
    if (data.length > INLINE_BYTES) {
      const script = `${makeFolder(posix.dirname(path))} && cat >${shellQuote(path)}`
      await feedScript(container, script, data, path)
      continue
    }
    batch.push([path, data])
    bytes += data.length
  }
  await flush()
}

async function writeInline(
  container: Container,
  files: readonly (readonly [path: string, data: Uint8Array])[],
): Promise<void> {
  const folders = [...new Set(files.map(([path]) => posix.dirname(path)))].sort(byName)
  const lines = files.map(
    ([path, data], index) =>
      `{\n${printing(data)}\n} >${shellQuote(path)} || { echo ${index}; exit 1; }`,
  )
  const script = [...folders.map((folder) => `${makeFolder(folder)} || exit 1`), ...lines].join(
    '\n',
  )
  const result = await runScript(container, script)
  const failed = files[Number(result.stdout.toString() || 0)]
  assertDone(result, 'write', failed?.[0] ?? '')
}

const makeFolder = (path: string) =>
  `{ [ -d ${shellQuote(path)} ] || mkdir -p ${shellQuote(path)}; }`

export async function listFiles(container: Container, path: string): Promise<readonly string[]> {
  const script = `cd ${shellQuote(path)} && exec find . -type f -print0`
  const result = await runScript(container, script)
  assertDone(result, 'list', path)
  const names = result.stdout.toString().split('\0').filter(Boolean)
  return names.map((name) => name.replace(/^\.\//, '')).sort(byName)
}

export async function remove(container: Container, path: string): Promise<void> {
  const file = shellQuote(path)
  const script = pathsOf(container.places).includes(path)
    ? `${emptyFunction}empty ${file} >&2`
    : `rm -rf -- ${file} 2>/dev/null || { chmod -R u+rwX ${file} 2>/dev/null; rm -rf -- ${file}; }`
  assertDone(await runScript(container, script), 'remove', path)
}

export async function unpack(
  container: Container,
  archive: Uint8Array,
  folder: string,
): Promise<void> {
  const entries = await readArchive(archive, folder)
  assertNoLinkOnTheWay(entries)
  const script = `${makeFolder(folder)} && cd ${shellQuote(folder)} && tar -xpf -`
  await feed(container, script, archive, folder)
}

/** Packs all below a folder, entries sorted, so that equal trees give equal archives but for times. */
export async function pack(container: Container, folder: string): Promise<Uint8Array> {
  return packTar(
    (await entriesOf(container, folder)).map(({ path, mode, mtime, type, link, data }) => {
      const common = { ...OWNER, mode, mtime }
      if (type === 'file') {
        return { header: { ...common, name: path, type, size: data.length }, body: data }
      }
      return type === 'link'
        ? { header: { ...common, name: path, type: 'symlink' as const, linkname: link, size: 0 } }
        : { header: { ...common, name: `${path}/`, type, size: 0 } }
    }),
  )
}

/** The hash the other kinds give for the same tree. */
export async function hash(container: Container, folder: string): Promise<string> {
  const hash = createHash('sha256')
  for (const { path, mode, type, link, data } of await entriesOf(container, folder)) {
    const content =
      type === 'file'
        ? createHash('sha256').update(data).digest('hex')
        : type === 'link'
          ? link
          : ''
    hash.update(`${type}\0${mode.toString(8)}\0${path}\0${content}\0`)
  }
  return hash.digest('hex')
}

/** All a command can have written. */
export interface Capture {
  readonly archive: Uint8Array
  readonly paths: readonly string[]
}

export async function capture(container: Container): Promise<Capture> {
  const paths = pathsOf(container.places)
  const names = paths.map((path) => path.slice(1))
  return { archive: await tarOf(container, '/', names), paths }
}

export async function replace(container: Container, { archive, paths }: Capture): Promise<void> {
  const folders = pathsOf(container.places)
  assertSameFolders(paths, folders)
  const emptied = `${emptyFunction}for folder in ${folders.join(' ')}; do empty "$folder" || exit 1; done`
  assertDone(await runScript(container, emptied), 'empty', folders.join(' '))
  await feed(container, 'cd / && tar -xpf -', archive, folders[0] ?? '/')
}

interface TreeEntry {
  readonly path: string
  readonly type: 'file' | 'directory' | 'link'
  readonly mode: number
  readonly mtime: Date
  readonly link: string
  readonly data: Uint8Array
}

async function entriesOf(container: Container, folder: string): Promise<readonly TreeEntry[]> {
  const entries = await unpackTar(await tarOf(container, folder, ['.']))
  const files = new Map(entries.map(({ header, data }) => [header.name, data]))
  return entries
    .flatMap(({ header, data }) => {
      const path = header.name.replace(/^\.\//, '').replace(/\/$/, '')
      const type = typeOf(header.type)
      if (path === '' || path === '.' || !type) return []
      // A second name of a file comes as a reference to the first.
      const content = header.type === 'link' ? files.get(header.linkname ?? '') : data
      return {
        path,
        type,
        mode: (header.mode ?? 0o644) & 0o7777,
        mtime: header.mtime ?? new Date(0),
        link: header.linkname ?? '',
        data: content ?? new Uint8Array(),
      }
    })
    .sort((a, b) => byName(a.path, b.path))
}

function typeOf(type: ParsedTarEntryWithData['header']['type']): TreeEntry['type'] | undefined {
  if (type === 'symlink') return 'link'
  if (type === 'directory') return type
  return type === 'file' || type === 'link' || type === undefined ? 'file' : undefined
}

async function tarOf(
  container: Container,
  folder: string,
  names: readonly string[],
): Promise<Buffer> {
  const words = names.map(shellQuote).join(' ')
  const script = `cd ${shellQuote(folder)} && exec tar -cf - ${words}`
  let result = await runScript(container, script)
  if (result.code > 1) {
    // What its owner has closed to himself is part of the tree.
    await runScript(container, `cd ${shellQuote(folder)} && chmod -R u+rwX ${words}`)
    result = await runScript(container, script)
  }
  // 1: something changed meanwhile.
  if (result.code > 1 || result.stdout.length === 0)
    throw fileError('pack', folder, result.complaint)
  if (result.isCut) throw fileError('pack', folder, 'it is too large')
  return result.stdout
}

async function feed(container: Container, script: string, input: Uint8Array, path: string) {
  if (input.length > INLINE_BYTES) return feedScript(container, script, input, path)
  const result = await runScript(container, `{\n${printing(input)}\n} | { ${script}; }`)
  assertDone(result, 'unpack', path)
}

function assertDone({ code, complaint, isCut }: ScriptResult, verb: string, path: string): void {
  if (isCut) throw fileError(verb, path, 'it is too large')
  if (code !== 0) throw fileError(verb, path, complaint)
}

/** An archive may bring a link and then a file "below" it, which would land where the link points. */
function assertNoLinkOnTheWay(entries: readonly ParsedTarEntryWithData[]): void {
  const links = new Set<string>()
  for (const { header } of entries) {
    const path = posix.normalize(header.name).replace(/\/$/, '')
    for (let above = posix.dirname(path); above !== '.'; above = posix.dirname(above)) {
      if (!links.has(above)) continue
      throw new SandboxFileError(`Cannot unpack ${path}: ${above} is a link`, path)
    }
    if (header.type === 'symlink') links.add(path)
  }
}
