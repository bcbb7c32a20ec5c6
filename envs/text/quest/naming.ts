import { didYouMean } from '../../../core/index.ts'
import { quoted } from '../commands.ts'
import { cookOf, cutOf, listed, nameOf, the, thingOf, visibleThings } from './things.ts'
import { KIND_WORDS } from './verbs.ts'
import { COOK_WORDS, CUT_WORDS, type Verb, type World } from './world.ts'

export type Found = number | { reason: string; asks?: boolean }

/** The thing in sight that a player's words name, or why nobody can tell which. */
export function thingCalled(
  world: World,
  words: readonly string[],
  verb: Verb,
  sensible: (index: number) => boolean,
): Found {
  const visible = visibleThings(world)
  if (words.length === 0) {
    const [only, ...others] = visible.filter(sensible)
    return only !== undefined && others.length === 0 ? only : { reason: `say what to ${verb}` }
  }
  const phrase = words.join(' ')
  if (phrase === 'it' || phrase === 'them') {
    if (world.it >= 0 && visible.includes(world.it)) return world.it
    return { reason: '"it" stands for nothing you can see (name the thing)' }
  }
  if (phrase === 'all' || phrase === 'everything') return { reason: 'name one thing at a time' }
  const exact =
    visible.find((index) => nameOf(world, index) === phrase) ??
    visible.find((index) => thingOf(world, index).name === phrase)
  if (exact !== undefined) return exact
  const called: number[] = []
  for (const index of visible) {
    if (words.every((word) => isCalled(world, index, word))) called.push(index)
  }
  if (called.length > 1) {
    const meant = called.filter(sensible)
    if (meant.length === 1) return meant[0] ?? -1
    const asked = meant.length > 1 ? meant : called
    return {
      reason: `Which do you mean, ${listed(
        asked.map((index) => the(world, index)),
        'or',
      )}?`,
      asks: true,
    }
  }
  return (
    called[0] ?? { reason: `you see no ${quoted(phrase)} here${nearest(world, phrase, visible)}` }
  )
}

/** Whether a word belongs to a thing's name, or to its kind. */
function isCalled(world: World, index: number, word: string): boolean {
  const { name, kind } = thingOf(world, index)
  if (name.length > word.length ? name.split(' ').includes(word) : name === word) return true
  if (KIND_WORDS[kind]?.includes(word)) return true
  if ((world.form[index] ?? 0) === 0) return kind === 'food' && word === 'raw'
  return word === CUT_WORDS[cutOf(world, index)] || word === COOK_WORDS[cookOf(world, index)]
}

function nearest(world: World, phrase: string, visible: readonly number[]): string {
  const said = phrase.slice(0, 40)
  const far = Math.max(2, Math.ceil(said.length / 3))
  // Only names of about the length: to compare with all of them takes longer than everything else.
  const names = visible
    .map((index) => nameOf(world, index))
    .filter((name) => Math.abs(name.length - said.length) <= far)
  const hint = names.length > 0 ? didYouMean(said, names) : ''
  return hint.startsWith('did you mean') ? ` (${hint})` : ''
}
