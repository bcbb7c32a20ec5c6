import { mkdir, open, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { ConfigError, codeOf, fileReason, makeFolder } from '../../core/index.ts'

/** What is written beside a folder until it is whole, and where the old one waits meanwhile. */
const besides = (folder: string) => {
  const beside = (suffix: string) =>
    join(dirname(folder), `.${basename(folder)}.palaestra-${suffix}`)
  return { next: beside('next'), old: beside('old') }
}

/**
 * Writes a folder at once or not at all: beside it first, then renamed; what stood there is gone
 * afterwards, and untouched where writing fails. `holds` tells the files that such a folder may
 * hold: one with others is not replaced, because it is somebody's.
 */
export async function replaceFolder(
  folder: string,
  holds: (name: string) => boolean,
  write: (next: string) => Promise<void>,
): Promise<void> {
  // Behind a link: the folder it names is replaced, and the link stays.
  const path = await realpath(folder).catch(() => resolve(folder))
  const { next, old } = besides(path)
  try {
    await makeFolder(dirname(path))
    let before = await entriesOf(path)
    if (!before && (await entriesOf(old))) {
      // A crash struck between the two renames below.
      await rename(old, path)
      before = await entriesOf(path)
    }
    const foreign = before?.find((name) => !holds(name))
    if (foreign !== undefined) {
      throw new ConfigError(
        `Cannot write ${folder}: it holds ${foreign}, which would be lost (choose another folder)`,
      )
    }
    await rm(next, { recursive: true, force: true })
    await rm(old, { recursive: true, force: true })
    await mkdir(next)
    await write(next)
    await syncFolder(next)
    if (before) await rename(path, old)
    try {
      await rename(next, path)
    } catch (error) {
      if (before) await rename(old, path)
      throw error
    }
    await syncFolder(dirname(path))
    await rm(old, { recursive: true, force: true })
  } catch (error) {
    await rm(next, { recursive: true, force: true }).catch(() => {})
    if (error instanceof ConfigError && error.message.includes(next)) {
      // Users know the folder, not what stands beside it meanwhile.
      throw new ConfigError(error.message.replaceAll(next, path), { cause: error.cause })
    }
    if (!(error instanceof Error && 'syscall' in error)) throw error
    const [reason, advice] = fileReason(error)
    throw new ConfigError(`Cannot write ${folder}: ${reason} (${advice})`, { cause: error })
  }
}

/** Writes a JSON file that stands on the disk when this returns. */
export async function writeJsonFile(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`, { flush: true })
}

/** Names in a folder; undefined where there is none. */
export async function entriesOf(path: string): Promise<readonly string[] | undefined> {
  try {
    return await readdir(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Sees to it that names made in a folder outlive a crash. */
async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders; there, a rename is on the disk when it returns.
  if (process.platform === 'win32') return
  const handle = await open(path)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
