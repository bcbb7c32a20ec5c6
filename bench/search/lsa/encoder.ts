import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Corpus, textOf } from '../../../envs/search/corpora/corpus.ts'
import { encodeModel, type OnnxNode } from '../../../models/engines/onnx/emit/model.ts'
import { openTokenizer } from '../../../models/tokenizer/open-tokenizer.ts'
import { chooseVocabulary, tokenizerJson } from './pieces.ts'
import { leadingSpace, type Sparse } from './subspace.ts'

/** Of a row that nothing was learnt for: a text of such tokens alone has a direction, and weighs nothing elsewhere. */
const NOTHING = 1e-6
/** As much as BERT takes. */
const MOST_TOKENS = 512

/**
 * Writes a folder with an encoder that was learnt from the pages of a corpus by latent semantic analysis
 * (Deerwester et al. 1990, "Indexing by Latent Semantic Analysis"): a vector a word piece, weighed by its idf;
 * a text is the mean of its pieces. It knows no order of words and no page but those.
 */
export async function writeLsaEncoder(
  folder: string,
  corpus: Corpus,
  size: number,
): Promise<{ readonly pieces: number }> {
  const texts = Array.from({ length: corpus.size }, (_, number) => {
    const page = corpus.page(number)
    return `${page.title}\n${textOf(page)}`
  })
  const vocabulary = chooseVocabulary(texts)
  const write = (name: string, content: object) =>
    writeFile(join(folder, name), content instanceof Uint8Array ? content : JSON.stringify(content))
  await mkdir(folder, { recursive: true })
  await write('tokenizer.json', tokenizerJson(vocabulary))
  await write('tokenizer_config.json', { pad_token: '[PAD]' })
  await write('config.json', { model_type: 'lsa', max_position_embeddings: MOST_TOKENS })
  const tokenizer = await openTokenizer(folder)
  const bags = texts.map((text) => bagOf(tokenizer.encode(text)))
  const idf = idfOf(bags, vocabulary.length)
  const basis = leadingSpace(weighed(bags, idf), size)
  const table = basis.map((value, at) => value * (idf[Math.floor(at / size)] ?? 0))
  for (let row = 0; row < vocabulary.length; row++) {
    const numbers = table.subarray(row * size, (row + 1) * size)
    if (numbers.every((value) => value === 0)) numbers[0] = NOTHING
  }
  await write('model.onnx', modelOf(table, size))
  return { pieces: vocabulary.length }
}

type Bag = ReadonlyMap<number, number>

function bagOf(tokens: Iterable<number>): Bag {
  const bag = new Map<number, number>()
  for (const token of tokens) bag.set(token, (bag.get(token) ?? 0) + 1)
  return bag
}

/** ln(N / df); 0 where no page has the piece. */
function idfOf(bags: readonly Bag[], size: number): Float64Array {
  const pages = new Float64Array(size)
  for (const bag of bags) for (const token of bag.keys()) pages[token] = (pages[token] ?? 0) + 1
  return pages.map((count) => (count > 0 ? Math.log(bags.length / count) : 0))
}

/** Pages by pieces: tf idf, rows of length 1. */
function weighed(bags: readonly Bag[], idf: Float64Array): Sparse {
  const [starts, at, values]: [number[], number[], number[]] = [[0], [], []]
  for (const bag of bags) {
    const weights = [...bag].map(([token, times]) => times * (idf[token] ?? 0))
    const norm = Math.hypot(...weights) || 1
    at.push(...bag.keys())
    values.push(...weights.map((weight) => weight / norm))
    starts.push(at.length)
  }
  return { columns: idf.length, starts, at, values }
}

function modelOf(table: Float32Array, size: number): Uint8Array {
  const lookup: OnnxNode = {
    ...{ op: 'Gather', domain: '', name: 'lookup', attributes: { axis: { int: 0 } } },
    ...{ inputs: ['table', 'input_ids'], outputs: ['last_hidden_state'] },
  }
  const shape = ['batch', 'sequence'] as const
  const bytes = new Uint8Array(table.buffer, table.byteOffset, table.byteLength)
  return encodeModel(
    {
      ...{ name: 'lsa', nodes: [lookup] },
      initializers: [
        { name: 'table', element: 'float32', shape: [table.length / size, size], bytes },
      ],
      inputs: [{ name: 'input_ids', element: 'int64', shape }],
      outputs: [{ name: 'last_hidden_state', element: 'float32', shape: [...shape, size] }],
    },
    { contrib: false },
  )
}
