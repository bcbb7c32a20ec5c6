import { z } from 'zod'
import { ConfigError } from '../../../../core/index.ts'
import { parseRecord } from '../../corpora/read-jsonl.ts'
import { type QaFormat, unique } from './qa-record.ts'

const answersSchema = z
  .union([z.string().transform((answer) => [answer]), z.array(z.string())])
  .optional()
const recordSchema = z.object({
  id: z.union([z.string(), z.int().transform(String)]).optional(),
  question: z.string().min(1),
  answer: answersSchema,
  answers: answersSchema,
  golden_answers: answersSchema,
})

/**
 * A question and its answers, as NQ-open has them (Lee et al. 2019, arXiv:1906.00300); also `answers`, and
 * `golden_answers` as in FlashRAG's collections. No paragraphs.
 */
export const nq: QaFormat = {
  name: 'NQ',
  parse(text, place) {
    const record = parseRecord(place, text, recordSchema)
    const given = record.answer ?? record.answers ?? record.golden_answers ?? []
    const answers = given.filter((answer) => answer.trim() !== '')
    if (answers.length === 0) {
      throw new ConfigError(`Cannot read ${place}: it has no answer (repair or remove it)`)
    }
    const nothing = { paragraphs: [], support: [], entities: [], rubrics: [] }
    return { id: record.id, question: record.question, answers: unique(answers), ...nothing }
  },
}
