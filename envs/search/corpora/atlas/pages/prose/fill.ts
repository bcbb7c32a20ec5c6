import type { Rng } from '../../../../../../core/index.ts'
import type { EntityKind } from '../../world/shares.ts'
import type { Subject, World } from '../../world/world.ts'
import { isSlot, wordsOf } from './words.ts'

/** Puts words for what stands in braces: no word twice in a sentence, and never the subject where another is meant. */
export function createFill(world: World, rng: Rng, { kind, index }: Subject) {
  const isWoman = kind === 'person' && world.people.person(index).isWoman
  const nameOf = (of: EntityKind, number: number) =>
    world.naming.names({ kind: of, index: number }).name
  const fixed: Readonly<Record<string, () => string>> = {
    name: () => nameOf(kind as EntityKind, index),
    she: () => (isWoman ? 'she' : 'he'),
    her: () => (isWoman ? 'her' : 'him'),
  }
  const another = (of: EntityKind): string => {
    const count = world.counts[of]
    const other = rng.int(count)
    return nameOf(of, of === kind && other === index ? (other + 1) % count : other)
  }
  return (sentence: string): string => {
    const used = new Set<string>()
    const filled = sentence.replace(/\{(\w+)\}/g, (_, slot: string) => {
      if (!isSlot(slot)) return fixed[slot]?.() ?? another(slot as EntityKind)
      const word = rng.pick(wordsOf(slot).filter((each) => !used.has(each)))
      used.add(word)
      return word
    })
    const text = filled.replace(/\b([Aa]) (?=[aeiou])/g, '$1n ')
    return text.charAt(0).toUpperCase() + text.slice(1)
  }
}
