import type { Rng } from '../../../../../core/index.ts'
import type { QuestionKind } from '../../../questions/question.ts'
import { keyOf, type Ref } from '../world/entity.ts'
import type { Subject, World } from '../world/world.ts'
import type { Attribute } from './attributes.ts'
import { type Edge, followed } from './edges.ts'

/** One fact on the way: what a page says about its entity. */
export interface Hop {
  readonly from: Ref
  readonly fact: string
  /** An entity, or a value as it is printed. */
  readonly to: Ref | string
  readonly statement: string
  /** The page that states it, where that is not the entity's own. */
  readonly on?: Subject
}

/** A question before its pages are looked up. */
export interface Posed {
  readonly text: string
  readonly kind: QuestionKind
  /** The entity that the answer is, or is about: decides on the split. */
  readonly about: string
  /** Entities that the question names; those by another name than their page's title. */
  readonly named: readonly Ref[]
  readonly answer: Ref | readonly string[] | null
  /** In order; the answer is in the last one. */
  readonly hops: readonly Hop[]
  /** Where there is no answer: what is asked, and the entity whose page does not tell it. */
  readonly untold?: { readonly of: Ref; readonly fact: string }
}

export type Poser = (world: World, rng: Rng) => Posed | null

export const nameOf = (world: World, ref: Ref): string => world.naming.names(ref).name

/** The name of its page, then the others. */
export function formsOf(world: World, ref: Ref): readonly string[] {
  const { name, aliases } = world.naming.names(ref)
  return [name, ...aliases]
}

/** How a question calls an entity: now and then by another name. */
export function called(world: World, rng: Rng, ref: Ref): string {
  const { name, aliases } = world.naming.names(ref)
  // Nobody says "a prize" or "a river" by name alone.
  const article = ref.kind === 'river' || ref.kind === 'prize' ? 'the ' : ''
  const chosen = aliases.length > 0 && rng.int(5) === 0 ? rng.pick(aliases) : name
  return `${article}${chosen}`
}

/** An entity of a kind, by chance. */
export const anyOf = (world: World, rng: Rng, kind: Ref['kind']): Ref => ({
  ...{ kind, index: rng.int(world.counts[kind]) },
})

export const hopAlong = (world: World, edge: Edge, from: Ref, to: Ref): Hop => ({
  ...{ from, to, fact: edge.fact },
  statement: edge.state(nameOf(world, from), nameOf(world, to)),
})

/** The hop to a value; where notices disagree, on the page of the latest date. */
export function hopTo(world: World, attribute: Attribute, from: Ref, value: string): Hop {
  const { fact, state } = attribute
  const isDisputed = fact === 'born' || fact === 'year'
  const notice = isDisputed ? world.notices.about(from) : null
  const on: Subject | null =
    notice?.type === 'corrigenda' ? { kind: 'notice', index: notice.index } : null
  return {
    ...{ from, fact, to: value, statement: state(nameOf(world, from), value) },
    ...(on === null ? {} : { on }),
  }
}

export const contentOf = (answer: Ref): string => keyOf(answer)

/** Follows an edge and tells the hop; null where it leads nowhere. */
export function along(world: World, edge: Edge, from: Ref) {
  const to = followed(world, edge, from)
  return to === null ? null : { to, hop: hopAlong(world, edge, from, to) }
}
