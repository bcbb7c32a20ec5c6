import { readdir, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import {
  ConfigError,
  codeOf,
  fileReason,
  hashJson,
  makeFolder,
  secretBytes,
} from '../../../../core/index.ts'
import { buildInto, type DenseBuild, type DenseBuildOptions } from './build.ts'
import { type DenseIndex, loadDense, type Precision } from './load.ts'

export interface OpenDenseOptions extends DenseBuildOptions {
  /** Where indexes are kept; each is named after the hash of its corpus and its embedder. */
  readonly folder: string
  /** Default `float32`; `int8` takes a quarter of the memory, and scores the best again from the file. */
  readonly precision?: Precision | undefined
  /** Told why a stored index was of no use. */
  readonly refused?: ((reason: string) => void) | undefined
}

/**
 * The stored vectors of a corpus. Where there are none that fit they are asked for and stored; what an interrupted
 * run has stored already is not asked for again.
 */
export async function openDense(options: OpenDenseOptions): Promise<DenseIndex> {
  const { corpus, embedder, folder, precision, refused, passageWords = 150 } = options
  if (!Number.isSafeInteger(passageWords) || passageWords < 1) {
    const reason = `passages of ${passageWords} words`
    throw new ConfigError(`Cannot index ${reason}: there are none (give a whole number from 1)`)
  }
  const wanted = { embedder: embedder.id, passageWords }
  const file = join(folder, `dense-${corpus.hash}-${hashJson(wanted).slice(0, 12)}`)
  try {
    return await loadDense(file, corpus, wanted, precision)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    if (codeOf(error.cause) !== 'ENOENT') refused?.(error.message)
  }
  await build(file, { ...options, passageWords })
  return loadDense(file, corpus, wanted, precision)
}

/** Files that this process is writing. */
const underWay = new Set<string>()

async function build(file: string, options: DenseBuild): Promise<void> {
  const name = `${file}.${process.pid}-${Buffer.from(secretBytes(4)).toString('hex')}.building`
  underWay.add(name)
  try {
    await makeFolder(dirname(file))
    await takeBegun(file, name)
    await buildInto(name, options)
    await rename(name, file)
  } catch (error) {
    await rename(name, `${file}.begun`).catch(() => {})
    if (!(error instanceof Error && 'syscall' in error)) throw error
    const [reason, advice] = fileReason(error)
    throw new ConfigError(`Cannot write index ${file}: ${reason} (${advice})`, { cause: error })
  } finally {
    underWay.delete(name)
  }
}

/** Goes on with what an earlier run has left: to rename it is to own it. */
async function takeBegun(file: string, name: string): Promise<void> {
  const folder = dirname(file)
  for (const entry of (await readdir(folder)).toSorted()) {
    if (!entry.startsWith(`${basename(file)}.`)) continue
    const left = join(folder, entry)
    const pid = Number(/\.(\d+)-[0-9a-f]+\.building$/.exec(entry)?.[1])
    const isLeft = entry.endsWith('.begun') || (pid > 0 && !underWay.has(left) && !isOther(pid))
    if (!isLeft) continue
    try {
      return await rename(left, name)
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error
    }
  }
}

/** Whether it is another process, and lives. */
function isOther(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}
