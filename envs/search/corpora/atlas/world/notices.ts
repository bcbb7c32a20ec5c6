import { permutation } from '../arithmetic/permutation.ts'
import type { Base } from './base.ts'
import type { Ref } from './entity.ts'

/** A page that gives another year than the subject's own page; of the two, the one of the later date is right. */
export interface Notice {
  readonly index: number
  /** A person (year of birth) or a work (year it appeared). */
  readonly subject: Ref
  /** An older page that is wrong, or a younger one that is right. */
  readonly type: 'almanac' | 'corrigenda'
}

export interface Notices {
  notice(index: number): Notice
  /** The notice about a person or work, where there is one. */
  about(subject: Ref): Notice | null
  /** The wrong year that is in print somewhere. */
  wrongYear(notice: Pick<Notice, 'index'>, right: number): number
}

/** Later than that a wrong year may not lie in the future of the page. */
const LAST_LATE = 1940

/** Notices go by turns to two people, then to two works. */
export function createNotices(base: Base): Notices {
  const order = {
    person: permutation(base.counts.person, base.stream('noticed people')),
    work: permutation(base.counts.work, base.stream('noticed works')),
  }
  const shift = base.draws('wrong by', 8)
  const isEarly = base.draws('wrong early', 2)
  const typeOf = (index: number) => (index % 2 === 0 ? 'almanac' : 'corrigenda')
  return {
    notice(index) {
      const kind = index % 4 < 2 ? 'person' : 'work'
      const rank = Math.floor(index / 4) * 2 + (index % 2)
      return { index, type: typeOf(index), subject: { kind, index: order[kind].at(rank) } }
    },
    about(subject) {
      if (subject.kind !== 'person' && subject.kind !== 'work') return null
      const rank = order[subject.kind].back(subject.index)
      const index = Math.floor(rank / 2) * 4 + (rank % 2) + (subject.kind === 'person' ? 0 : 2)
      return index < base.counts.notice ? { index, subject, type: typeOf(index) } : null
    },
    wrongYear({ index }, right) {
      const by = 2 + shift(index)
      return right > LAST_LATE || isEarly(index) === 1 ? right - by : right + by
    },
  }
}
