import type { Rng } from '../../../../../core/index.ts'
import { isSame, type Ref } from '../world/entity.ts'
import type { EntityKind } from '../world/shares.ts'
import type { World } from '../world/world.ts'
import { type Attribute, attributesOf, readingOf } from './attributes.ts'
import { type Edge, edgesFrom, followed } from './edges.ts'
import { along, anyOf, called, contentOf, type Hop, hopTo, type Poser } from './posed.ts'

/** A walk over facts from an entity that the question names. */
export interface Path {
  readonly start: Ref
  readonly end: Ref
  /** "the author of X"; the name itself where no step was made. */
  readonly phrase: string
  readonly visited: readonly Ref[]
  readonly hops: readonly Hop[]
}

const starts: readonly [EntityKind, ...EntityKind[]] = [
  ...(['person', 'work', 'event', 'structure', 'place', 'work', 'person', 'prize'] as const),
]

/** Walks so many steps to a kind of entity, by chance; null where the way is blocked or turns back. */
export function walk(
  world: World,
  rng: Rng,
  steps: number,
  options: { readonly from?: Ref; readonly to?: EntityKind } = {},
): Path | null {
  const start = options.from ?? anyOf(world, rng, rng.pick(starts))
  let path: Path = {
    ...{ start, end: start, phrase: called(world, rng, start), visited: [start], hops: [] },
  }
  for (let step = 1; step <= steps; step++) {
    const open = edgesFrom(path.end.kind).filter(
      (edge) => step < steps || options.to === undefined || edge.to === options.to,
    )
    const next = open.length === 0 ? null : stepped(world, rng, path, rng.pick(open))
    if (next === null) return null
    path = next
  }
  return options.to === undefined || path.end.kind === options.to ? path : null
}

function stepped(world: World, rng: Rng, path: Path, edge: Edge): Path | null {
  const next = along(world, edge, path.end)
  if (next === null || path.visited.some((ref) => isSame(ref, next.to))) return null
  return {
    ...path,
    end: next.to,
    phrase: rng.pick(edge.phrases(path.phrase)),
    visited: [...path.visited, next.to],
    hops: [...path.hops, next.hop],
  }
}

/** Whether a page before the last one leads straight to the answer. */
const isShortcut = (world: World, { visited }: Path, answer: Ref): boolean =>
  visited.slice(0, -1).some((ref) =>
    edgesFrom(ref.kind).some((edge) => {
      const to = followed(world, edge, ref)
      return to !== null && isSame(to, answer)
    }),
  )

/** So many facts in a row, from a name to an answer. */
export const chain =
  (facts: number): Poser =>
  (world, rng) => {
    const path = walk(world, rng, facts - 1)
    if (path === null) return null
    const kind = facts === 1 ? 'lookup' : 'bridge'
    const common = { kind, named: [path.start] } as const
    const known = attributesOf(path.end.kind)
    if (rng.chance(0.45) && known.length > 0) {
      const attribute = rng.pick(known)
      const read = readingOf(world, attribute, path.end)
      if (read === null) return null
      return {
        ...{ ...common, about: contentOf(path.end), answer: read.forms },
        text: rng.pick(attribute.ask(path.phrase)),
        hops: [...path.hops, hopTo(world, attribute, path.end, read.value)],
      }
    }
    const open = edgesFrom(path.end.kind)
    const edge = rng.pick(open)
    const last = along(world, edge, path.end)
    if (last === null || path.visited.some((ref) => isSame(ref, last.to))) return null
    if (isShortcut(world, path, last.to)) return null
    return {
      ...{ ...common, about: contentOf(last.to), answer: last.to },
      text: rng.pick(edge.ask(path.phrase)),
      hops: [...path.hops, last.hop],
    }
  }

/** What no page tells about the entity at the end of a walk. */
export const untold =
  (facts: number): Poser =>
  (world, rng) => {
    const path = walk(world, rng, facts - 1)
    if (path === null) return null
    const { end } = path
    const isMayor = end.kind === 'person' && world.people.person(end.index).role === 'politician'
    const missing: readonly (Edge | Attribute)[] = [
      ...attributesOf(end.kind).filter(({ read }) => read(world, end.index) === null),
      ...edgesFrom(end.kind).filter(
        ({ fact, follow }) => plausible.includes(fact) && follow(world, end.index) === null,
      ),
    ]
    if (missing.length === 0 || isMayor) return null
    const { fact, ask } = rng.pick(missing)
    return {
      ...{ kind: 'unanswerable', named: [path.start], about: contentOf(end), answer: null },
      ...{ text: rng.pick(ask(path.phrase)), hops: path.hops, untold: { of: end, fact } },
    }
  }

/** Edges that everybody would expect, so that to ask for them where there are none is fair. */
const plausible: readonly string[] = ['teacher', 'spouse', 'translator', 'prize']
