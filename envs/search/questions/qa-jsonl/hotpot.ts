import { z } from 'zod'
import { ConfigError } from '../../../../core/index.ts'
import { parseRecord } from '../../corpora/read-jsonl.ts'
import type { QuestionKind } from '../question.ts'
import { type Paragraph, type QaFormat, type QaRecord, unique } from './qa-record.ts'

/** Pairs, as the authors' files have them, or two columns, as on the Hugging Face hub. */
const contextSchema = z.union([
  z.array(z.tuple([z.string(), z.array(z.string())])),
  z
    .object({ title: z.array(z.string()), sentences: z.array(z.array(z.string())) })
    .transform(({ title, sentences }) =>
      title.map((name, index): [string, string[]] => [name, sentences[index] ?? []]),
    ),
])
const factsSchema = z.union([
  z.array(z.tuple([z.string(), z.int()])).transform((facts) => facts.map(([title]) => title)),
  z.object({ title: z.array(z.string()) }).transform(({ title }) => title),
])
const idSchema = z.union([z.string(), z.int().transform(String)]).optional()
/** Tables of 2WikiMultiHopQA on the hub hold such columns as JSON texts. */
const orAsText = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(fromText, schema)
const recordSchema = z.object({
  _id: idSchema,
  id: idSchema,
  question: z.string().min(1),
  answer: z.string().min(1),
  type: z.string().optional(),
  context: orAsText(contextSchema),
  supporting_facts: orAsText(factsSchema),
  /** Of 2WikiMultiHopQA: subject, relation, object. */
  evidences: orAsText(z.array(z.tuple([z.string(), z.string(), z.string()])).default([])),
})
type HotpotRecord = z.output<typeof recordSchema>

/** `inference` and `compositional` questions have one entity between, as a bridge has. */
const KINDS: Readonly<Record<string, QuestionKind>> = {
  bridge: 'bridge',
  comparison: 'comparison',
  bridge_comparison: 'comparison',
  compositional: 'bridge',
  inference: 'bridge',
}

/** HotpotQA (Yang et al. 2018, arXiv:1809.09600): what it says of hops is which pages support the answer. */
export const hotpot: QaFormat = {
  name: 'HotpotQA',
  parse(text, place) {
    const record = parseRecord(place, text, recordSchema)
    const common = commonOf(record, place)
    const isBetween = (title: string) =>
      !mentions(record.question, title) && !mentions(record.answer, title)
    const entities = common.support.flatMap((page) => {
      const name = withoutNote(common.paragraphs[page]?.title ?? '')
      return common.kind === 'bridge' && isBetween(name) ? [{ name, page }] : []
    })
    return { ...common, entities, rubrics: [] }
  },
}

/** 2WikiMultiHopQA (Ho et al. 2020, arXiv:2011.01060): HotpotQA's fields, and the facts as triples. */
export const twoWiki: QaFormat = {
  name: '2WikiMultiHopQA',
  parse(text, place) {
    const record = parseRecord(place, text, recordSchema)
    const common = commonOf(record, place)
    const supporting = common.support.map((page) => ({ page, ...titleAndText(common, page) }))
    const pageOf = (name: string) => supporting.find(({ title }) => sameName(title, name))?.page
    const telling = (subject: string, object: string) =>
      pageOf(subject) ??
      supporting.find((page) => mentions(page.text, subject) && mentions(page.text, object))?.page
    const rubrics = record.evidences.flatMap(([subject, relation, object]) => {
      const page = telling(subject, object)
      if (page === undefined) return []
      return [
        { statement: `${subject}, ${relation}: ${object}`, page, connects: [subject, object] },
      ]
    })
    const subjects = new Set(record.evidences.map(([subject]) => subject))
    const between = unique(record.evidences.map(([, , object]) => object)).filter(
      (object) => subjects.has(object) && object !== record.answer,
    )
    const entities = between.flatMap((name) => {
      const page = pageOf(name)
      return page === undefined ? [] : [{ name, page }]
    })
    return { ...common, entities, rubrics }
  },
}

function commonOf(record: HotpotRecord, place: string): Omit<QaRecord, 'entities' | 'rubrics'> {
  const paragraphs = record.context.map(([title, sentences]) => ({
    title,
    text: sentences.map((sentence) => sentence.trim()).join(' '),
  }))
  const support = unique(record.supporting_facts).map((title) => {
    const page = paragraphs.findIndex((paragraph) => paragraph.title === title)
    if (page !== -1) return page
    throw new ConfigError(
      `Cannot read ${place}: the supporting page ${JSON.stringify(title)} is not in its context (use the files with distractors)`,
    )
  })
  return {
    id: record._id ?? record.id,
    question: record.question,
    answers: [record.answer],
    kind: KINDS[record.type ?? ''],
    hops: support.length > 0 ? support.length : undefined,
    paragraphs,
    support,
  }
}

function fromText(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    // A text then, which the schema refuses.
    return value
  }
}

function titleAndText({ paragraphs }: { paragraphs: readonly Paragraph[] }, page: number) {
  return paragraphs[page] ?? { title: '', text: '' }
}

const mentions = (text: string, name: string) => text.toLowerCase().includes(name.toLowerCase())

const sameName = (title: string, name: string) =>
  withoutNote(title).toLowerCase() === withoutNote(name).toLowerCase()

/** `Green (album)` is called Green. */
const withoutNote = (title: string) => title.replace(/ \([^()]*\)$/, '')
