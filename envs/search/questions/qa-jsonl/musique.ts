import { z } from 'zod'
import { ConfigError } from '../../../../core/index.ts'
import { parseRecord } from '../../corpora/read-jsonl.ts'
import { type QaFormat, unique } from './qa-record.ts'

const stepSchema = z.object({
  question: z.string(),
  answer: z.string(),
  paragraph_support_idx: z.int().nullish(),
})
type Step = z.output<typeof stepSchema>

const recordSchema = z.object({
  id: z.string(),
  question: z.string().min(1),
  answer: z.string().min(1),
  answer_aliases: z.array(z.string()).default([]),
  answerable: z.boolean().default(true),
  paragraphs: z.array(
    z.object({
      idx: z.int(),
      title: z.string(),
      paragraph_text: z.string(),
      is_supporting: z.boolean(),
    }),
  ),
  question_decomposition: z.array(stepSchema).default([]),
})

/**
 * MuSiQue (Trivedi et al. 2022, arXiv:2108.00573): a question is composed of single ones, each with its answer
 * and the paragraph that gives it; `#1` stands for the answer of the first. Where a paragraph was taken
 * away, it is not answerable.
 */
export const musique: QaFormat = {
  name: 'MuSiQue',
  parse(text, place) {
    const record = parseRecord(place, text, recordSchema)
    const steps = record.question_decomposition
    const common = {
      id: record.id,
      question: record.question,
      paragraphs: record.paragraphs.map(({ title, paragraph_text }) => ({
        title,
        text: paragraph_text,
      })),
      hops: steps.length > 0 ? steps.length : undefined,
    }
    if (!record.answerable) {
      const nothing = { answers: [], support: [], entities: [], rubrics: [] }
      return { ...common, ...nothing, kind: 'unanswerable' }
    }
    const pages = steps.map(({ paragraph_support_idx: idx }) => {
      const page = record.paragraphs.findIndex((paragraph) => paragraph.idx === idx)
      if (page !== -1) return page
      throw new ConfigError(
        `Cannot read ${place}: the supporting paragraph ${idx} is not there (repair or remove it)`,
      )
    })
    const supporting = record.paragraphs.flatMap((paragraph, page) =>
      paragraph.is_supporting ? [page] : [],
    )
    return {
      ...common,
      answers: unique([record.answer, ...record.answer_aliases]),
      kind: steps.length > 1 ? 'bridge' : undefined,
      support: unique([...pages, ...supporting]),
      entities: entitiesOf(steps, pages),
      rubrics: steps.map((step, index) => ({
        statement: statementOf(step, steps),
        page: pages[index] ?? 0,
        connects: [...subjectsOf(step, steps, titleOf(record, pages[index])), step.answer],
      })),
    }
  },
}

/** What single questions find and others ask about: its page is where that is answered. */
function entitiesOf(steps: readonly Step[], pages: readonly number[]) {
  return steps.slice(0, -1).flatMap(({ answer }, index) => {
    const next = steps.findIndex((step) => referencesOf(step).includes(index))
    const page = pages[next]
    return page === undefined ? [] : [{ name: answer, page }]
  })
}

/** `Green >> performer: Steve Hillage`, or a question and its answer. */
function statementOf({ question, answer }: Step, steps: readonly Step[]): string {
  const asked = question.replace(/#(\d+)/g, (mark, number) => steps[number - 1]?.answer ?? mark)
  return `${asked}${asked.endsWith('?') ? '' : ':'} ${answer}`
}

/** Answers of earlier steps; else what stands before `>>`; else the title of the page. */
function subjectsOf(step: Step, steps: readonly Step[], title: string): readonly string[] {
  const earlier = referencesOf(step).flatMap((index) => steps[index]?.answer ?? [])
  if (earlier.length > 0) return earlier
  const [subject, relation] = step.question.split(' >> ')
  return [relation === undefined || subject === undefined ? title : subject]
}

const referencesOf = ({ question }: Step): readonly number[] =>
  [...question.matchAll(/#(\d+)/g)].map(([, number]) => Number(number) - 1)

function titleOf(record: z.output<typeof recordSchema>, page: number | undefined): string {
  return record.paragraphs[page ?? -1]?.title ?? ''
}
