import { permutation } from './permutation.ts'

/** Many things that have one owner each, known from both sides. */
export interface Grouping {
  ownerOf(member: number): number
  /** In no order that means something. */
  membersOf(owner: number): readonly number[]
}

/** Share of members that are spread evenly; the rest goes to few owners. */
const EVEN = 0.35

/** Shares out members over owners: some have none, a few have several times the mean. Neither side needs a table. */
export function grouping(members: number, owners: number, stream: number): Grouping {
  const shuffled = permutation(members, stream)
  const dealt = permutation(owners, stream ^ 0x5bd1e995)
  /** First place of the owner in this rank: a cubic, exact in floating point on every machine. */
  const start = (rank: number): number => {
    const u = rank / owners
    return Math.ceil(members * u * (EVEN + (1 - EVEN) * u * u))
  }
  return {
    ownerOf(member) {
      const place = shuffled.at(member)
      let [low, high] = [0, owners]
      while (high - low > 1) {
        const middle = (low + high) >>> 1
        if (start(middle) <= place) low = middle
        else high = middle
      }
      return dealt.back(low)
    },
    membersOf(owner) {
      const rank = dealt.at(owner)
      const first = start(rank)
      const length = start(rank + 1) - first
      return Array.from({ length }, (_, index) => shuffled.back(first + index))
    },
  }
}
