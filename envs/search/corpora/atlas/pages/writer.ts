import type { Rng } from '../../../../../core/index.ts'
import type { Page } from '../../corpus.ts'
import { keyOf, type Names, type Ref } from '../world/entity.ts'
import { ALIASED_TENTHS } from '../world/shares.ts'
import type { World } from '../world/world.ts'

/** A sentence and the facts it states, as `person:12/birthplace`. */
export interface Sentence {
  readonly text: string
  readonly tells: readonly string[]
}

export interface DraftSection {
  readonly heading: string
  /** Those that are null are not told. */
  readonly sentences: readonly (Sentence | null)[]
}

/** A page before its sentences are joined. */
export interface Draft extends Omit<Page, 'id' | 'sections'> {
  readonly sections: readonly DraftSection[]
}

/** What writes one page: the same numbers draw the same words. */
export interface Writer {
  readonly world: World
  readonly rng: Rng
  names(ref: Ref): Names
  /** A name of the entity, now and then another than the page's title. */
  mention(ref: Ref): string
  /** One wording of a sentence that states facts about an entity. */
  tell(about: Ref, facts: string, ...wordings: readonly string[]): Sentence
  /** The sentence about other names; null where there are none. */
  aliases(ref: Ref): Sentence | null
}

export const factOf = (about: Ref, fact: string): string => `${keyOf(about)}/${fact}`

export function createWriter(world: World, rng: Rng): Writer {
  const names = (ref: Ref) => world.naming.names(ref)
  const tell: Writer['tell'] = (about, facts, ...wordings) => ({
    text: capitalised(rng.pick(wordings)),
    tells: facts.split(' ').map((fact) => factOf(about, fact)),
  })
  return {
    ...{ world, rng, names, tell },
    mention(ref) {
      const { name, aliases } = names(ref)
      return aliases.length > 0 && rng.int(10) < ALIASED_TENTHS ? rng.pick(aliases) : name
    },
    aliases(ref) {
      const { name, aliases } = names(ref)
      if (aliases.length === 0) return null
      const all = listed(aliases)
      const wordings = [
        `${name} is also known as ${all}.`,
        `${aliases.length > 1 ? 'Other names in use are' : 'Another name in use is'} ${all}.`,
        `Some sources write ${all}.`,
      ]
      return tell(ref, 'aliases', ...wordings)
    },
  }
}

/** A, B and C. */
export const listed = (parts: readonly string[]): string =>
  parts.length < 2
    ? (parts[0] ?? '')
    : `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Names of pages worth reading; they state nothing. */
export const seeAlso = (titles: readonly string[]): DraftSection => ({
  heading: 'See also',
  sentences: titles.length === 0 ? [] : [{ text: `${titles.join(' · ')}`, tells: [] }],
})
