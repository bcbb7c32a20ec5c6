import { type ParsedTarEntryWithData, type TarEntry, unpackTar } from 'modern-tar'
import type { Sandbox } from '../../../../sandboxes/index.ts'
import { CHANGED_TIME, packTarOf } from '../pack-tar.ts'
import type { RunOptions } from './run.ts'
import { runOver, UnreadableTree } from './unreadable.ts'

/** Of all that an agent changed; fixes are a thousandth of it. */
const MOST_BYTES = 32 * 2 ** 20
const MOST_FILES = 10_000

/**
 * Files out of a sandbox whose processes may be anybody's: what comes is data, and only what was asked for.
 * It goes through a pipe, because the agent may have left no room for an archive.
 * @throws UnreadableTree where it is too much, or nothing that can be read.
 */
export async function receiveFiles(
  sandbox: Sandbox,
  paths: readonly string[],
  { root, signal }: Pick<RunOptions, 'root' | 'signal'>,
): Promise<readonly TarEntry[]> {
  if (paths.length === 0) return []
  if (paths.length > MOST_FILES) {
    throw new UnreadableTree(`${paths.length} files were changed, at most ${MOST_FILES} are read`)
  }
  const script = `tar -cf - -T - 2>/dev/null | head -c ${MOST_BYTES + 1} | base64`
  const stdout = await runOver(sandbox, 'what was changed cannot be read', script, {
    ...{ root, signal, maxOutputBytes: 2 * MOST_BYTES },
    stdin: paths.map((path) => `./${escapeName(path)}\n`).join(''),
  })
  const archive = Buffer.from(stdout, 'base64')
  if (archive.length > MOST_BYTES) {
    throw new UnreadableTree(`what was changed takes more than ${MOST_BYTES / 2 ** 20} MiB`)
  }
  const entries = await unpackTar(archive, { strict: true }).catch(() => {
    throw new UnreadableTree('what was changed cannot be read')
  })
  const asked = new Set(paths)
  const contents = new Map(entries.map(({ header, data }) => [header.name, data]))
  const received = entries.flatMap((entry) => {
    const path = entry.header.name.replace(/^\.\//, '')
    const plain = plainEntry(path, entry, contents)
    return asked.delete(path) && plain ? [plain] : []
  })
  return withoutHidden(received)
}

/** Puts received files into a clean sandbox, in a process of its own: there may be thousands. */
export async function putEntries(
  clean: Sandbox,
  where: Pick<RunOptions, 'root' | 'signal'>,
  entries: readonly TarEntry[],
): Promise<void> {
  if (entries.length === 0) return
  const stdin = await packTarOf(CHANGED_TIME, entries)
  await runOver(clean, 'what was changed cannot be put back', 'tar -xpf -', { ...where, stdin })
}

/** As a file or a link and nothing else: no owner, no time, no attributes. */
function plainEntry(
  name: string,
  { header, data }: ParsedTarEntryWithData,
  contents: ReadonlyMap<string, Uint8Array | undefined>,
): TarEntry | undefined {
  const { type = 'file', linkname = '', mode = 0 } = header
  if (type === 'symlink') return { header: { name, type, linkname, size: 0, mode: 0o777 } }
  if (type !== 'file' && type !== 'link') return undefined
  // A second name of a file comes as a reference to the first.
  const body = (type === 'link' ? contents.get(linkname) : data) ?? new Uint8Array()
  return {
    header: { name, type: 'file', size: body.length, mode: mode & 0o100 ? 0o755 : 0o644 },
    body,
  }
}

/** Nothing lies below a file or a link, whatever was claimed. */
function withoutHidden(entries: readonly TarEntry[]): readonly TarEntry[] {
  const names = new Set(entries.map(({ header }) => header.name))
  return entries.filter(({ header }) => !foldersOf(header.name).some((above) => names.has(above)))
}

/** The folders a path lies in, the outermost first. */
export function foldersOf(path: string): readonly string[] {
  const names = path.split('/').slice(0, -1)
  return names.map((_, index) => names.slice(0, index + 1).join('/'))
}

const escapeName = (path: string) => path.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
