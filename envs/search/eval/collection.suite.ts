import { fileURLToPath } from 'node:url'
import { createRng, type Rng } from '../../../core/index.ts'

/** The committed collection, in the format of BEIR. */
export const COLLECTION = fileURLToPath(new URL('collection', import.meta.url))

const DOCUMENTS = 2400
const QUERIES = 200
const TOPICS = 60
const ASPECTS = 8
const STEMS = 3000

/** Before invented stems, as often as in English. */
const FUNCTION_WORDS = [
  ...['the', 'the', 'the', 'of', 'of', 'and', 'and', 'a', 'a', 'to', 'in', 'in', 'is', 'it'],
  ...['for', 'as', 'was', 'with', 'on', 'by', 'at', 'an', 'be', 'this', 'that', 'are', 'or', 'not'],
]
const SUFFIXES = ['', '', '', '', 's', 's', 'ed', 'ing', 'ing', 'ness', 'ation', 'ful', 'ly']

/** What a document is about: some words that a whole topic shares, and some of its own. */
interface Subject {
  readonly topic: readonly string[]
  readonly aspect: readonly string[]
}

/**
 * Documents about two subjects each, in invented words with English endings, and queries for subjects. Where
 * it is the first subject of a document, that is judged 2, where the second, 1. The longer a document, the
 * more other subjects it mentions: without length and frequency, those look as relevant.
 */
export function makeCollection(): Readonly<Record<string, string>> {
  const rng = createRng(11)
  const stems = makeStems(rng, STEMS)
  const subjects = Array.from({ length: TOPICS }, () => {
    const topic = draw(rng, stems, 14)
    return Array.from({ length: ASPECTS }, () => ({ topic, aspect: draw(rng, stems, 6) }))
  }).flat()
  const documents = Array.from({ length: DOCUMENTS }, (_, number) => {
    const [first, second] = [rng.int(subjects.length), rng.int(subjects.length)]
    const length = rng.chance(0.75) ? rng.int(12, 40) : rng.int(60, 240)
    const mentioned = draw(rng, subjects, 1 + Math.floor(length / 8))
    const about = { first: subjects[first], second: subjects[second], mentioned }
    return { id: `d${number}`, first, second, ...write(rng, stems, about, length) }
  })
  const queries = Array.from({ length: QUERIES }, (_, number) => {
    const subject = rng.int(subjects.length)
    return { id: `q${number}`, subject, text: ask(rng, subjects[subject] as Subject) }
  })
  const judged = queries.flatMap(({ id, subject }) =>
    documents.flatMap((document) => {
      const score = document.first === subject ? 2 : document.second === subject ? 1 : 0
      return score > 0 ? [`${id}\t${document.id}\t${score}`] : []
    }),
  )
  return {
    'corpus.jsonl': lines(
      documents.map(({ id, title, text }) => JSON.stringify({ _id: id, title, text })),
    ),
    'queries.jsonl': lines(queries.map(({ id, text }) => JSON.stringify({ _id: id, text }))),
    'qrels/test.tsv': lines(['query-id\tcorpus-id\tscore', ...judged]),
  }
}

interface About {
  readonly first: Subject | undefined
  readonly second: Subject | undefined
  readonly mentioned: readonly Subject[]
}

function write(rng: Rng, stems: readonly string[], about: About, length: number) {
  const { first, second, mentioned } = about
  const sentences: string[] = []
  let words: string[] = []
  for (let count = 0; count < length; count++) {
    if (rng.chance(0.4)) words.push(rng.pick(FUNCTION_WORDS))
    const share = rng.float()
    const subject = share < 0.4 ? first : share < 0.6 ? second : rng.pick(mentioned)
    words.push(inflect(rng, wordOf(rng, stems, subject)))
    if (words.length > 6 && (rng.chance(0.15) || count === length - 1)) {
      sentences.push(sentence(words, rng.chance(0.1) ? ` in ${rng.int(1600, 2000)}` : ''))
      words = []
    }
  }
  if (words.length > 0) sentences.push(sentence(words, ''))
  const title = [rng.pick(first?.topic ?? []), zipf(rng, stems), rng.pick(first?.aspect ?? [])]
  return { title: sentence(title, '').slice(0, -1), text: sentences.join(' ') }
}

/** Most of a text is about nothing in particular. */
function wordOf(rng: Rng, stems: readonly string[], subject: Subject | undefined): string {
  const share = rng.float()
  if (share < 0.75) return zipf(rng, stems)
  return rng.pick((share < 0.89 ? subject?.topic : subject?.aspect) ?? stems)
}

function ask(rng: Rng, { topic, aspect }: Subject): string {
  const words = [...draw(rng, topic, 2), ...draw(rng, aspect, rng.int(1, 4))]
  const asked = words.map((word) => `${rng.pick(FUNCTION_WORDS)} ${inflect(rng, word)}`)
  return `What ${rng.pick(['is', 'was', 'are'])} ${asked.join(' ')}?`
}

/** Few words are frequent, many are rare. */
function zipf(rng: Rng, stems: readonly string[]): string {
  const drawn = rng.float() * (ranks.at(-1) ?? 0)
  return stems[ranks.findIndex((sum) => drawn < sum)] ?? ''
}

/** Sums of 1 / rank: unlike powers, the same on every machine. */
const ranks = Array.from({ length: STEMS }, () => 0)
for (let rank = 0; rank < STEMS; rank++) ranks[rank] = (ranks[rank - 1] ?? 0) + 1 / (rank + 1)

const draw = <T>(rng: Rng, items: readonly T[], count: number): readonly T[] =>
  rng.shuffle(items).slice(0, count)

const inflect = (rng: Rng, stem: string) => stem + rng.pick(SUFFIXES)

function sentence(words: readonly string[], end: string): string {
  const [first = '', ...rest] = words
  return `${[first.charAt(0).toUpperCase() + first.slice(1), ...rest].join(' ')}${end}.`
}

function makeStems(rng: Rng, count: number): readonly string[] {
  const syllable = () =>
    rng.pick(['b', 'br', 'd', 'dr', 'f', 'g', 'gl', 'k', 'l', 'm', 'n', 'p', 'pl', 'r', 't', 'v']) +
    rng.pick(['a', 'e', 'i', 'o', 'u'])
  const stems = new Set<string>()
  while (stems.size < count) {
    stems.add(
      `${syllable()}${rng.chance(0.5) ? syllable() : ''}${rng.pick(['lt', 'm', 'nd', 'nt', 'rk', 'rm', 'sk', 'st'])}`,
    )
  }
  return [...stems]
}

const lines = (all: readonly string[]) => `${all.join('\n')}\n`
