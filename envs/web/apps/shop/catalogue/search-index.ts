/** Full-text search over numbered documents. */
export interface SearchIndex {
  /** Numbers of documents, best first; `exact` where all words are in each of them. */
  search(query: string): { readonly found: readonly number[]; readonly exact: boolean }
}

export interface SearchDocument {
  /** Words of the title weigh more. */
  readonly strong: string
  readonly weak: readonly string[]
}

const STRONG = 3
const WEAK = 1
const STOP_WORDS = new Set(['a', 'an', 'and', 'for', 'in', 'is', 'of', 'or', 'the', 'to', 'with'])

/** An inverted index that ranks by how rare the words are that a document has, and where it has them. */
export function createSearchIndex(documents: readonly SearchDocument[]): SearchIndex {
  const postings = new Map<string, { readonly ids: number[]; readonly weights: number[] }>()
  const add = (word: string, id: number, weight: number) => {
    const list = postings.get(word) ?? { ids: [], weights: [] }
    if (list.ids.length === 0) postings.set(word, list)
    // Documents come one after the other: only the last entry can be the same one's.
    if (list.ids.at(-1) === id) return
    list.ids.push(id)
    list.weights.push(weight)
  }
  documents.forEach(({ strong, weak }, id) => {
    for (const word of wordsOf(strong)) add(word, id, STRONG)
    for (const text of weak) for (const word of wordsOf(text)) add(word, id, WEAK)
  })

  return {
    search(query) {
      const words = [...new Set(wordsOf(query))]
      const scores = new Float64Array(documents.length)
      const hits = new Uint8Array(documents.length)
      const seen: number[] = []
      for (const word of words) {
        const list = postings.get(word)
        if (!list) continue
        const rarity = Math.log(1 + documents.length / list.ids.length)
        list.ids.forEach((id, at) => {
          if (hits[id] === 0) seen.push(id)
          hits[id] = (hits[id] ?? 0) + 1
          scores[id] = (scores[id] ?? 0) + rarity * (list.weights[at] ?? 0)
        })
      }
      const most = seen.reduce((best, id) => Math.max(best, hits[id] ?? 0), 0)
      const found = seen.filter((id) => hits[id] === most)
      found.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
      return { found, exact: words.length > 0 && most === Math.min(words.length, 255) }
    },
  }
}

/** Words in lower case without plural endings, small words left out. */
export function wordsOf(text: string): readonly string[] {
  return (text.toLowerCase().match(/[a-z0-9]+/g) ?? [])
    .filter((word) => !STOP_WORDS.has(word))
    .map((word) =>
      word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word,
    )
}
