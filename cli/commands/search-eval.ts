import { z } from 'zod'
import { ConfigError } from '../../core/index.ts'
import {
  type Estimate,
  type EvalProgress,
  type JudgedSource,
  loadSearchEval,
  type SearchEval,
} from '../../envs/index.ts'
import { type CommandInput, defineCommand } from '../command.ts'
import { formatNumber, formatSeconds } from '../format.ts'
import { INTERRUPTED, listenForInterrupts } from '../interrupts.ts'
import { claimStdout, plainOutput } from '../output.ts'
import { createCountedView } from '../progress.ts'

const flags = z.strictObject({
  beir: z
    .string()
    .min(1)
    .optional()
    .describe('Folder in the format of BEIR: corpus.jsonl, queries.jsonl and qrels/<split>.tsv.'),
  split: z.string().min(1).default('test').describe('Which judgements of the folder count.'),
  questions: z
    .string()
    .min(1)
    .optional()
    .describe('Instead, a file of HotpotQA, 2WikiMultiHopQA or MuSiQue: their supporting pages.'),
  atlas: z
    .int()
    .min(1000)
    .max(1_000_000)
    .optional()
    .describe('Instead, a generated encyclopedia of so many pages, and the questions about it.'),
  length: z
    .enum(['short', 'long'])
    .optional()
    .describe('Of the pages of the encyclopedia (default: short).'),
  retriever: z
    .enum(['bm25', 'dense', 'bm25+dense'])
    .default('bm25')
    .describe('How pages are found; dense ones ask PALAESTRA_EMBEDDINGS_BASE_URL for vectors.'),
  encoder: z
    .string()
    .min(1)
    .optional()
    .describe('Folder of an ONNX sentence encoder that makes the vectors of dense ones instead.'),
  index: z
    .string()
    .min(1)
    .default('.palaestra/search')
    .describe('Folder where indexes are kept, one a corpus.'),
  seed: z.int().min(0).default(0).describe('Seed of the confidence intervals.'),
  json: z.boolean().default(false).describe('Print one line of JSON instead of a table.'),
  quiet: z.boolean().default(false).describe('Show no progress.'),
})

export const searchEvalCommand = defineCommand({
  name: 'search-eval',
  verb: 'evaluate a retriever',
  summary: 'Measure how well a retriever finds the pages that were judged relevant.',
  operands: [],
  flags,
  examples: [
    'palaestra search-eval --beir scifact',
    'palaestra search-eval --beir nfcorpus --split dev --retriever bm25+dense --json',
    'palaestra search-eval --questions hotpot_dev_distractor_v1.json',
    'palaestra search-eval --atlas 10000 --length long',
  ],
  run: evaluate,
})

async function evaluate({ flags: chosen }: CommandInput<typeof flags>): Promise<number> {
  const { retriever, encoder, index, seed, json, quiet } = chosen
  if (encoder !== undefined && retriever === 'bm25') {
    throw new ConfigError(
      'Cannot evaluate bm25 with an encoder: it needs no vectors (give --retriever dense or bm25+dense)',
    )
  }
  const source = sourceOf(chosen)
  const output = json ? claimStdout() : plainOutput
  const { searchEval } = await loadSearchEval()
  await using embedder = encoder === undefined ? null : await openEncoder(encoder)
  const view = createCountedView(process.stderr, describe)
  const interrupts = listenForInterrupts(() => {})
  try {
    const result = await searchEval({
      ...{ source, retriever, index, seed, signal: interrupts.stop },
      ...(embedder ? { embedder } : {}),
      note: (line) => view.note(line),
      ...(quiet ? {} : { progress: (progress: EvalProgress) => view.update(progress) }),
    })
    view.end()
    output.result(json ? evalJson(result) : evalTable(result))
    return 0
  } catch (error) {
    // A live line has to be left; plain lines are all there.
    if (process.stderr.isTTY) view.end()
    if (error !== interrupts.stop.reason) throw error
    process.stderr.write('Stopped: nothing was measured.\n')
    return INTERRUPTED
  } finally {
    interrupts.release()
  }
}

const openEncoder = async (folder: string) =>
  (await import('../../models/index.ts')).createOnnxEncoder({ folder })

function sourceOf({ beir, questions, atlas, length, split }: z.output<typeof flags>): JudgedSource {
  if (length !== undefined && atlas === undefined) {
    throw new ConfigError(
      'Cannot evaluate a retriever: --length is of generated pages (give --atlas <pages> as well)',
    )
  }
  const sources: JudgedSource[] = [
    ...(beir === undefined ? [] : [{ beir, split }]),
    ...(questions === undefined ? [] : [{ questions }]),
    ...(atlas === undefined ? [] : [{ atlas, length }]),
  ]
  const [source, another] = sources
  if (source && !another) return source
  throw new ConfigError(
    source
      ? 'Cannot evaluate a retriever: --beir, --questions and --atlas are more than one corpus (choose one)'
      : 'Cannot evaluate a retriever: there is nothing to search (give --beir <folder>, --questions <file> or --atlas <pages>)',
  )
}

const DOING = {
  bytes: 'bytes read',
  pages: 'pages indexed',
  queries: 'queries asked',
} as const

function describe({ phase, done, total }: EvalProgress): string {
  return `${counted(done)} of ${counted(total)} ${DOING[phase]}`
}

/** The measures by their names in tables and in JSON. */
function measuresOf({ ndcg, recall, recallAtDepth, mrr }: SearchEval) {
  return [
    ['nDCG@10', 'ndcg10', ndcg],
    ['recall@10', 'recall10', recall],
    ['recall@100', 'recall100', recallAtDepth],
    ['MRR@10', 'mrr10', mrr],
  ] as const satisfies readonly (readonly [string, string, Estimate])[]
}

function evalJson(result: SearchEval): string {
  const { retriever, corpus, documents, queries, indexSeconds, msPerQuery } = result
  const measures = measuresOf(result).flatMap(([, name, { mean, low, high }]) => [
    [name, mean],
    [`${name}Low`, low],
    [`${name}High`, high],
  ])
  return JSON.stringify({
    ...{ retriever, corpus, documents, queries },
    ...Object.fromEntries(measures),
    ...{ indexSeconds, msPerQuery },
  })
}

function evalTable(result: SearchEval): string {
  const { retriever, corpus, documents, queries, indexSeconds, msPerQuery } = result
  return [
    `${retriever} on ${corpus}: ${counted(documents)} documents, ${counted(queries)} queries`,
    '',
    `  ${''.padEnd(12)}${'mean'.padStart(5)}   95 % interval`,
    ...measuresOf(result).map(
      ([name, , { mean, low, high }]) =>
        `  ${name.padEnd(12)}${formatNumber(mean)}   ${formatNumber(low)} to ${formatNumber(high)}`,
    ),
    '',
    `  index ${formatSeconds(indexSeconds)}, ${formatNumber(msPerQuery, 2)} ms a query`,
  ].join('\n')
}

const counted = (count: number) => count.toLocaleString('en-US')
