import { createRng, deriveSeed, type Rng } from '../../core/index.ts'
import { openAtlas } from '../../envs/search/corpora/atlas/index.ts'
import type { Corpus, Page } from '../../envs/search/corpora/corpus.ts'
import { analyzeQuery } from '../../envs/search/retrieval/analyze.ts'

/** Terms, before stemming; their frequencies follow a law of Zipf and Mandelbrot. */
const VOCABULARY = 200_000
const SHIFT = 20
const SYLLABLES = [...'bdfgklmnprstvz'].flatMap((consonant) =>
  [...'aeiou'].map((vowel) => consonant + vowel),
)
const SUFFIXES = ['', '', '', '', 's', 'ed', 'ing', 'ness']
const FUNCTION_WORDS = ['the', 'the', 'of', 'and', 'to', 'a', 'in', 'was', 'by', 'with', 'for']

/** Pages of 60 to 240 words, each made when it is read: any number of them takes no memory. */
export function zipfCorpus(size: number, seed = 0): Corpus {
  const hash = `zipf-${seed}-${size}`
  const page = (number: number) => pageOf(number, createRng(deriveSeed(seed, 'page', number)))
  const numberOf = (id: string) => Number(id.slice(1))
  return { name: hash, hash, size, page, numberOf }
}

/** Pages of Atlas, and as many of its questions, of all kinds. */
export function atlasCorpus(
  size: number,
  count: number,
): { readonly corpus: Corpus; readonly queries: readonly string[] } {
  const { corpus, questions } = openAtlas({ pages: size, seed: 0 })
  const step = questions.size / count
  const queries = Array.from(
    { length: count },
    (_, at) => questions.question(Math.floor(at * step)).question,
  )
  return { corpus, queries }
}

/** What an agent asks: three to eight words of a page, some of them rare and some in every second page. */
export function queriesOf(corpus: Corpus, count: number): readonly string[] {
  const rng = createRng(deriveSeed(1, 'queries'))
  const queries: string[] = []
  while (queries.length < count) {
    const text = corpus.page(rng.int(corpus.size)).sections[0]?.text ?? ''
    const words = text.replaceAll('.', '').split(' ')
    const query = Array.from({ length: rng.int(3, 9) }, () => rng.pick(words)).join(' ')
    if (analyzeQuery(query).terms.size > 0) queries.push(query)
  }
  return queries
}

function pageOf(number: number, rng: Rng): Page {
  const length = rng.int(60, 241)
  const words: string[] = []
  for (let at = 0; at < length; at++) {
    words.push(rng.chance(0.35) ? rng.pick(FUNCTION_WORDS) : wordOf(rng) + rng.pick(SUFFIXES))
    if (at % 14 === 13) words.push(`${words.pop()}.`)
  }
  const title = [wordOf(rng), wordOf(rng)].join(' ')
  return { id: `p${number}`, title, sections: [{ heading: '', text: words.join(' ') }] }
}

function wordOf(rng: Rng): string {
  const most = (VOCABULARY + SHIFT) / SHIFT
  let rank = Math.floor(SHIFT * (most ** rng.float() - 1))
  let word = ''
  do {
    word += SYLLABLES[rank % SYLLABLES.length] ?? ''
    rank = Math.floor(rank / SYLLABLES.length)
  } while (rank > 0)
  return `${word}k`
}
