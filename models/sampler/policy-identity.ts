import { createHash, type Hash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { ConfigError, canonicalJson, fileReason, type Json } from '../../core/index.ts'

const BLOCK_BYTES = 2 ** 16
/** A file of up to 16 MiB is read whole; of a larger one, as many blocks all over it. */
const BLOCKS = 256

/**
 * A hash that tells policies apart without reading gigabytes: of their settings, and of the sizes and
 * contents of files, of large ones blocks at even distances. Training changes every block.
 * @throws ConfigError where a file cannot be read.
 */
export async function policyIdentity(settings: Json, paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(canonicalJson(settings))
  for (const path of paths) await addFile(hash, path)
  return `sha256:${hash.digest('hex')}`
}

async function addFile(hash: Hash, path: string): Promise<void> {
  try {
    await using file = await open(path)
    const { size } = await file.stat()
    hash.update(`${basename(path)}\0${size}\0`)
    const blocks = Math.min(BLOCKS, Math.ceil(size / BLOCK_BYTES))
    const block = Buffer.alloc(BLOCK_BYTES)
    for (let at = 0; at < blocks; at++) {
      const { bytesRead } = await file.read(block, 0, BLOCK_BYTES, placeOf(at, blocks, size))
      hash.update(block.subarray(0, bytesRead))
    }
  } catch (error) {
    const [reason, advice] = fileReason(error)
    throw new ConfigError(`Cannot read ${path}: ${reason} (${advice})`, { cause: error })
  }
}

/** The first block begins with the file, and the last ends with it. */
function placeOf(at: number, blocks: number, size: number): number {
  if (size <= BLOCKS * BLOCK_BYTES) return at * BLOCK_BYTES
  return Math.floor((at / (blocks - 1)) * (size - BLOCK_BYTES))
}
