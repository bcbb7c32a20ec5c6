import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { z } from 'zod'
import { ConfigError } from '../../../../core/index.ts'
import { type Split, splitOf } from '../../../split-tasks.ts'
import type { Corpus, Page } from '../../corpora/corpus.ts'
import { corpusOf } from '../../corpora/in-memory.ts'
import { parseRecord } from '../../corpora/read-jsonl.ts'
import type { Question, QuestionSet } from '../question.ts'
import { hotpot, twoWiki } from './hotpot.ts'
import { musique } from './musique.ts'
import { nq } from './nq.ts'
import type { Paragraph, QaFormat, QaRecord } from './qa-record.ts'
import { readRecords } from './read-records.ts'

export interface QaOptions {
  /** What the whole file is for; by default a tenth of the questions each is for validation and test. */
  readonly split?: Split | undefined
  /** Where to search, for questions without paragraphs. */
  readonly corpus?: Corpus | undefined
}

export interface Qa {
  readonly format: QaFormat['name']
  /** What is searched for the answers. */
  readonly corpus: Corpus
  readonly questions: QuestionSet
}

/** What stands in a file of questions. */
export interface QaFile {
  readonly format: QaFormat['name']
  /** All paragraphs of the file, each once. */
  readonly pages: readonly Page[]
  readonly questions: readonly Question[]
}

/** The same as `readQa`, over its paragraphs or the corpus given. */
export async function openQa(path: string, { split, corpus }: QaOptions = {}): Promise<Qa> {
  const { format, pages, questions } = await readQa(path, { split })
  return {
    format,
    corpus: corpusFor(path, pages, corpus),
    questions: questionSetOf(questions),
  }
}

/**
 * Questions of a file of HotpotQA, 2WikiMultiHopQA, MuSiQue, or of questions and answers as NQ-open: JSON
 * Lines, or one list. The format is told from the fields. @throws ConfigError naming file and line.
 */
export async function readQa(
  path: string,
  { split }: Pick<QaOptions, 'split'> = {},
): Promise<QaFile> {
  const pages = new Map<string, Page>()
  const questions = new Map<string, Question>()
  let format: QaFormat | undefined
  for await (const { text, place } of readRecords(path)) {
    format ??= formatOf(text, place)
    const record = format.parse(text, place)
    const ids = record.paragraphs.map((paragraph) => {
      const page = pageOf(paragraph)
      if (!pages.has(page.id)) pages.set(page.id, page)
      return page.id
    })
    const id = record.id ?? `q${questions.size + 1}`
    const question = questionOf(record, { id, ids, split })
    const earlier = questions.get(id)
    if (earlier && isContrast(earlier, question)) {
      if (earlier.kind === 'unanswerable') questions.set(id, question)
    } else if (earlier) {
      throw new ConfigError(
        `Cannot read ${place}: the id ${JSON.stringify(id)} is that of an earlier question (give each its own)`,
      )
    } else questions.set(id, question)
  }
  if (!format) throw new ConfigError(`Cannot read ${path}: it has no questions (give at least one)`)
  return { format: format.name, pages: [...pages.values()], questions: [...questions.values()] }
}

/**
 * MuSiQue-Full asks everything twice, once without a paragraph that tells. That one is among the pages of the
 * file all the same, so that the answer is right and `unanswerable` is not.
 */
const isContrast = (one: Question, other: Question): boolean =>
  one.question === other.question &&
  (one.kind === 'unanswerable') !== (other.kind === 'unanswerable')

function formatOf(text: string, place: string): QaFormat {
  const record = parseRecord(place, text, z.record(z.string(), z.unknown()))
  if ('paragraphs' in record) return musique
  if ('context' in record) return 'evidences' in record ? twoWiki : hotpot
  if ('question' in record) return nq
  throw new ConfigError(
    `Cannot read ${place}: its fields are of no known format (give HotpotQA, 2WikiMultiHopQA, MuSiQue, or question and answer)`,
  )
}

/** Titles repeat: the id of a page tells its text, too. */
function pageOf({ title, text }: Paragraph): Page {
  const hash = createHash('sha256').update(`${title}\n${text}`).digest('hex').slice(0, 8)
  return { id: `${title}#${hash}`, title, sections: [{ heading: '', text }] }
}

interface Placed {
  readonly id: string
  /** Of the pages of its paragraphs. */
  readonly ids: readonly string[]
  readonly split: Split | undefined
}

function questionOf(record: QaRecord, { id, ids, split }: Placed): Question {
  const { question, answers, kind, hops } = record
  const idOf = (page: number) => ids[page] ?? ''
  return {
    id,
    question,
    split: split ?? splitOf(question),
    ...(kind === undefined ? {} : { kind }),
    ...(hops === undefined ? {} : { hops }),
    answers,
    support: [...new Set(record.support.map(idOf))],
    entities: record.entities.map(({ name, page }) => ({ name, aliases: [], page: idOf(page) })),
    rubrics: record.rubrics.map(({ page, ...rubric }) => ({ ...rubric, page: idOf(page) })),
  }
}

function corpusFor(path: string, pages: readonly Page[], given: Corpus | undefined): Corpus {
  const refuse = (reason: string, advice: string) =>
    new ConfigError(`Cannot search for answers to ${path}: ${reason} (${advice})`)
  if (pages.length > 0 && given) {
    throw refuse('its questions bring their own pages', 'leave the corpus out')
  }
  if (pages.length === 0 && !given) throw refuse('it has no paragraphs', 'give a corpus with it')
  return given ?? corpusOf(basename(path).replace(/\.jsonl?$/, ''), pages)
}

function questionSetOf(questions: readonly Question[]): QuestionSet {
  const hash = createHash('sha256')
  for (const question of questions) hash.update(`${JSON.stringify(question)}\n`)
  return {
    hash: hash.digest('hex').slice(0, 32),
    size: questions.length,
    question(number) {
      const found = questions[number]
      if (found) return found
      throw new RangeError(`Cannot read question ${number}: they are 0 to ${questions.length - 1}`)
    },
  }
}
