import { join } from 'node:path'
import { ConfigError, codeOf } from '../../../../core/index.ts'
import type { Corpus } from '../../corpora/corpus.ts'
import { type Bm25BuildOptions, type Bm25Index, buildBm25 } from './build.ts'
import { loadBm25, saveBm25 } from './file.ts'

export interface OpenBm25Options extends Bm25BuildOptions {
  readonly corpus: Corpus
  /** Where indexes are kept; each is named after the hash of its corpus. */
  readonly folder: string
  /** Told why a stored index was of no use. */
  readonly refused?: ((reason: string) => void) | undefined
}

/** The stored index of a corpus; where there is none that fits, it is built and stored. */
export async function openBm25(options: OpenBm25Options): Promise<Bm25Index> {
  const { corpus, folder, refused } = options
  const file = join(folder, `bm25-${corpus.hash}`)
  try {
    return await loadBm25(file, corpus, options)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    if (codeOf(error.cause) !== 'ENOENT') refused?.(error.message)
  }
  const index = await buildBm25(corpus, options)
  await saveBm25(index, file)
  return index
}
