import { byteCharacters } from './byte-alphabet.ts'

export interface Merges {
  /** Tokens by id: the bytes, then what merges lead to. */
  readonly vocabulary: readonly string[]
  readonly merges: readonly (readonly [left: string, right: string])[]
}

interface Word {
  ids: number[]
  readonly count: number
}

/** A pair of neighbours as one number: ids stay below 2^26. */
const SHIFT = 2 ** 26

/**
 * Merges the most frequent pair of neighbours, again and again (Sennrich et al. 2016, algorithm 1). Of
 * pairs equally frequent the one of lower ids is taken; a pair that stands once is not merged. `limit` is of
 * new tokens.
 */
export function learnMerges(counts: ReadonlyMap<string, number>, limit: number): Merges {
  const vocabulary = [...byteCharacters]
  const ids = new Map(vocabulary.map((token, id) => [token, id]))
  const merges: (readonly [string, string])[] = []
  const words = Array.from(counts, ([word, count]): Word => {
    return { ids: Array.from(word, (character) => ids.get(character) ?? 0), count }
  })
  const frequencies = new Map<number, number>()
  const places = new Map<number, Set<Word>>()
  const changed = new Set<number>()
  const tally = (word: Word, sign: 1 | -1) => {
    for (let i = 1; i < word.ids.length; i++) {
      const pair = (word.ids[i - 1] ?? 0) * SHIFT + (word.ids[i] ?? 0)
      frequencies.set(pair, (frequencies.get(pair) ?? 0) + sign * word.count)
      changed.add(pair)
      if (sign === 1) {
        const there = places.get(pair)
        if (there) there.add(word)
        else places.set(pair, new Set([word]))
      }
    }
  }
  const queue = createQueue()
  const requeue = () => {
    for (const pair of changed) queue.push({ pair, frequency: frequencies.get(pair) ?? 0 })
    changed.clear()
  }
  for (const word of words) tally(word, 1)
  requeue()

  while (vocabulary.length < byteCharacters.length + limit) {
    const best = queue.pop()
    if (!best || best.frequency < 2) break
    // Every change was queued anew: an entry of another frequency is out of date.
    if (frequencies.get(best.pair) !== best.frequency) continue
    const left = Math.floor(best.pair / SHIFT)
    const right = best.pair % SHIFT
    const tokens = [vocabulary[left] ?? '', vocabulary[right] ?? ''] as const
    const merged = tokens.join('')
    // Two merges may lead to one token.
    const id = ids.get(merged) ?? vocabulary.length
    if (id === vocabulary.length) vocabulary.push(merged)
    ids.set(merged, id)
    merges.push(tokens)
    for (const word of places.get(best.pair) ?? []) {
      tally(word, -1)
      word.ids = mergeIn(word.ids, left, right, id)
      tally(word, 1)
    }
    frequencies.delete(best.pair)
    places.delete(best.pair)
    changed.delete(best.pair)
    requeue()
  }
  return { vocabulary, merges }
}

function mergeIn(ids: readonly number[], left: number, right: number, merged: number): number[] {
  const result: number[] = []
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] ?? 0
    const isPair = id === left && ids[i + 1] === right
    result.push(isPair ? merged : id)
    if (isPair) i++
  }
  return result
}

interface Entry {
  readonly pair: number
  readonly frequency: number
}

const isBefore = (a: Entry, b: Entry) =>
  a.frequency > b.frequency || (a.frequency === b.frequency && a.pair < b.pair)

/** A binary heap, the next entry first. */
function createQueue() {
  const entries: Entry[] = []
  const at = (place: number) => entries[place]
  return {
    push(entry: Entry) {
      let place = entries.length
      for (;;) {
        const above = (place - 1) >> 1
        const parent = place > 0 ? at(above) : undefined
        if (!parent || !isBefore(entry, parent)) break
        entries[place] = parent
        place = above
      }
      entries[place] = entry
    },
    pop(): Entry | undefined {
      const top = entries[0]
      const last = entries.pop()
      if (!last || entries.length === 0) return top
      let place = 0
      for (;;) {
        const first = at(2 * place + 1)
        const second = at(2 * place + 2)
        const child = first && second && isBefore(second, first) ? second : first
        if (!child || !isBefore(child, last)) break
        entries[place] = child
        place = 2 * place + (child === first ? 1 : 2)
      }
      entries[place] = last
      return top
    },
  }
}
