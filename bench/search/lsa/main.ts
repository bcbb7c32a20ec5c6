/**
 * Learns an encoder for dense retrieval from pages, where no published one is at hand:
 *
 *     node --conditions=palaestra-source --import tsx bench/search/lsa/main.ts --atlas 20000 --seed 1 --out <folder>
 *     node --conditions=palaestra-source --import tsx bench/search/lsa/main.ts --beir <folder> --out <folder>
 *
 * `npm run search:eval -- --retriever dense --encoder <folder>` measures it.
 */
import { parseArgs } from 'node:util'
import { ConfigError } from '../../../core/index.ts'
import { openAtlas } from '../../../envs/search/corpora/atlas/index.ts'
import { openBeir } from '../../../envs/search/corpora/beir/open-beir.ts'
import { writeLsaEncoder } from './encoder.ts'

const string = { type: 'string' } as const
const refusal = (reason: string) =>
  new ConfigError(
    `Cannot learn an encoder: ${reason} (give --atlas <pages> or --beir <folder>, and --out <folder>)`,
  )

try {
  const { atlas, beir, seed, size, out } = parseArgs({
    options: {
      ...{ atlas: string, beir: string, out: string },
      ...{ seed: { ...string, default: '1' }, size: { ...string, default: '384' } },
    },
  }).values
  if (out === undefined || (atlas === undefined) === (beir === undefined)) {
    throw refusal('a corpus and a place are needed')
  }
  if (!(Number.isSafeInteger(Number(seed)) && Number.isSafeInteger(Number(size)))) {
    throw refusal('--seed and --size are whole numbers')
  }
  const { corpus } =
    beir === undefined
      ? openAtlas({ pages: Number(atlas), seed: Number(seed) })
      : await openBeir(beir)
  const start = performance.now()
  const { pieces } = await writeLsaEncoder(out, corpus, Number(size))
  const seconds = Math.round((performance.now() - start) / 1000)
  console.log(
    `${out}: ${pieces} word pieces of ${size} numbers, from ${corpus.size} pages of ${corpus.name} in ${seconds} s`,
  )
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  console.error(error.message)
  process.exitCode = 2
}
