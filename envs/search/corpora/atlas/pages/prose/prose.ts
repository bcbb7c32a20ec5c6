import type { Rng } from '../../../../../../core/index.ts'
import type { Subject, World } from '../../world/world.ts'
import type { DraftSection } from '../writer.ts'
import { createFill } from './fill.ts'
import { topics } from './topics/index.ts'

const LEAST_SENTENCES = 6

/** Sections that are there to be read past: about the subject, but nothing that is asked. */
export function proseOf(world: World, rng: Rng, { kind, index }: Subject): readonly DraftSection[] {
  const write = createFill(world, rng, { kind, index })
  return (topics[kind] ?? []).map(({ heading, sentences }) => ({
    heading,
    sentences: someOf(rng, sentences, LEAST_SENTENCES + rng.int(3)).map((sentence) => ({
      text: write(sentence),
      tells: [],
    })),
  }))
}

/** Puts prose between the sections of a page, so that what is asked may stand anywhere. */
export function interleave(
  rng: Rng,
  [lead, ...rest]: readonly DraftSection[],
  prose: readonly DraftSection[],
): readonly DraftSection[] {
  if (!lead) return prose
  const mixed = [...rest]
  for (const section of prose) mixed.splice(rng.int(mixed.length + 1), 0, section)
  return [lead, ...mixed]
}

/** So many, in their order. */
function someOf<Item>(rng: Rng, items: readonly Item[], count: number): readonly Item[] {
  const left = [...items]
  while (left.length > count) left.splice(rng.int(left.length), 1)
  return left
}
