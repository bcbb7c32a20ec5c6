import { posix } from 'node:path'
import { unpackTar } from 'modern-tar'
import { shellQuote } from '../../../../core/index.ts'
import { type Sandbox, SandboxFileError } from '../../../../sandboxes/index.ts'
import { ORIGINAL_TIME, packTarOf } from '../pack-tar.ts'
import { runScript } from './look.ts'

/** What a verifier of its own is given: data of the agent's box, without links. */
export interface TakenArtifacts {
  /** By absolute path, an archive to unpack in the folder around it; undefined: nothing is there. */
  readonly archives: ReadonlyMap<string, Uint8Array | undefined>
  /** Why something that is there was not taken, each a sentence without a full stop. */
  readonly refused: readonly string[]
}

/** All artifacts of a task together. */
const MOST_BYTES = 256 * 2 ** 20

/** Reads declared artifacts; nothing of the agent runs meanwhile. */
export async function takeArtifacts(
  sandbox: Sandbox,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<TakenArtifacts> {
  const archives = new Map<string, Uint8Array | undefined>()
  const refused: string[] = []
  let room = MOST_BYTES
  for (const path of paths.map((path) => posix.resolve(sandbox.workdir, path))) {
    const taken = await take(sandbox, path, room, signal)
    archives.set(path, taken.archive)
    refused.push(...taken.refused)
    room -= taken.archive?.length ?? 0
  }
  return { archives, refused }
}

interface Taken {
  readonly archive: Uint8Array | undefined
  readonly refused: readonly string[]
}

/** Links are not followed: they lead to what was not declared. */
async function take(
  sandbox: Sandbox,
  path: string,
  room: number,
  signal: AbortSignal | undefined,
): Promise<Taken> {
  const refuse = (reason: string): Taken => ({
    archive: undefined,
    refused: [`the artifact ${path} ${reason}`],
  })
  const script = `path=${shellQuote(path)}
if [ -L "$path" ]; then echo other
elif [ -f "$path" ]; then [ -x "$path" ] && echo program || echo file; head -c ${room + 1} "$path" | wc -c
elif [ -d "$path" ]; then echo folder; tar -cf - -C "$path" . 2>/dev/null | head -c ${room + 1} | wc -c
elif [ -e "$path" ]; then echo other
else echo missing
fi`
  const { stdout, timedOut } = await runScript(sandbox, script, signal)
  const [kind = 'other', size = '0'] = stdout.split('\n')
  if (kind === 'missing') return { archive: undefined, refused: [] }
  if (kind === 'other') return refuse('is no file or folder')
  if (timedOut || Number(size) > room) return refuse(`is larger than ${MOST_BYTES / 2 ** 20} MiB`)
  try {
    if (kind === 'folder') return await folderArchive(sandbox, path)
    const body = await sandbox.readFile(path)
    const mode = kind === 'program' ? 0o755 : 0o644
    const header = { name: posix.basename(path), type: 'file' as const, mode, size: body.length }
    return { archive: await packTarOf(ORIGINAL_TIME, [{ header, body }]), refused: [] }
  } catch (error) {
    if (error instanceof SandboxFileError) return refuse('cannot be read')
    throw error
  }
}

async function folderArchive(sandbox: Sandbox, path: string): Promise<Taken> {
  const name = posix.basename(path)
  const entries = await unpackTar(await sandbox.getTar(path))
  const links = entries.filter(({ header }) => header.type === 'symlink')
  const kept = entries.filter(({ header }) => header.type !== 'symlink')
  const archive = await packTarOf(ORIGINAL_TIME, [
    { header: { name: `${name}/`, type: 'directory' as const, mode: 0o755, size: 0 } },
    ...kept.map(({ header, data }) => ({
      header: {
        ...header,
        name: posix.join(name, header.name),
        mode: (header.mode ?? 0) & 0o777,
        mtime: ORIGINAL_TIME,
      },
      ...(data === undefined ? {} : { body: data }),
    })),
  ])
  return {
    archive,
    refused: links
      .slice(0, 5)
      .map(({ header }) => `a link was left out of the artifact ${path}: ${header.name}`),
  }
}

/** Puts them where they were; what was not left by the agent is not there either. */
export async function putArtifacts(sandbox: Sandbox, { archives }: TakenArtifacts): Promise<void> {
  for (const [path, archive] of archives) {
    await sandbox.remove(path)
    if (archive !== undefined) await sandbox.putTar(archive, posix.dirname(path))
  }
}
