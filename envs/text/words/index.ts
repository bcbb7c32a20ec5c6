import { common } from './common.ts'
import { further } from './further.ts'

/** Lengths there are everyday words of. */
export const SHORTEST = 4
export const LONGEST = 8
/** Lengths there are further words of. */
export const LONGEST_KNOWN = 6

const split = (words: string) => words.trim().split(/\s+/)

const commonByLength = byLength(() => split(common))
const knownByLength = byLength(() => [...split(common), ...split(further)])
const knownSets = new Map<number, ReadonlySet<string>>()

/** Everyday words of one length, in alphabetical order: what secrets are made of. */
export function commonWords(length: number): readonly string[] {
  return commonByLength(length)
}

/** Everyday and further words of one length (4 to 6): what a guess may be. */
export function knownWords(length: number): ReadonlySet<string> {
  let known = knownSets.get(length)
  if (!known) {
    known = new Set(knownByLength(length))
    knownSets.set(length, known)
  }
  return known
}

/** Split when somebody asks, and once. */
function byLength(all: () => readonly string[]): (length: number) => readonly string[] {
  let lists: Map<number, string[]> | undefined
  return (length) => {
    if (!lists) {
      lists = new Map()
      for (const word of all()) {
        const list = lists.get(word.length)
        if (list) list.push(word)
        else lists.set(word.length, [word])
      }
    }
    return lists.get(length) ?? []
  }
}
