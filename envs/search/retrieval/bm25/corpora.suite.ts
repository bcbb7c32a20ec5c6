import fc from 'fast-check'
import type { Corpus, Page } from '../../corpora/corpus.ts'
import { corpusOf } from '../../corpora/in-memory.ts'

export const pageOf = (id: string, title: string, text: string): Page => ({
  ...{ id, title },
  sections: text === '' ? [] : [{ heading: '', text }],
})

export const corpusOfTexts = (...texts: readonly string[]): Corpus =>
  corpusOf(
    'texts',
    texts.map((text, number) => pageOf(`p${number}`, '', text)),
  )

/** Few words, so that pages share them; `the` is a stop word. */
const words = ['gold', 'silver', 'iron', 'coal', 'salt', 'tin', 'lead', 'zinc', 'the']
export const anyWords = (maxLength: number) =>
  fc.array(fc.constantFrom(...words), { maxLength }).map((drawn) => drawn.join(' '))

export const anyCorpus = (maxPages: number) =>
  fc
    .array(fc.record({ title: anyWords(3), text: anyWords(20) }), {
      minLength: 1,
      maxLength: maxPages,
    })
    .map((pages) =>
      corpusOf(
        'any',
        pages.map(({ title, text }, at) => pageOf(`p${at}`, title, text)),
      ),
    )
