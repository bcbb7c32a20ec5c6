import type { Grammar } from '../../core/index.ts'
import { createConstraint } from './create-constraint.ts'
import type { ConstraintState } from './grammar.ts'
import { lastId, vocabularyOf } from './vocabularies.suite.ts'

/** Every text that tokens of one character each can write in at most `longest`, sorted. */
export function enumerate(grammar: Grammar, alphabet: string, longest: number): readonly string[] {
  const characters = [...alphabet]
  const vocabulary = vocabularyOf(characters)
  const stop = lastId(vocabulary)
  const constraint = createConstraint(grammar, { vocabulary, stopIds: [stop] })
  const found: string[] = []
  const replay = (ids: readonly number[]): ConstraintState => {
    const state = constraint.start()
    for (const id of ids) state.advance(id)
    return state
  }
  const visit = (ids: readonly number[]): void => {
    const legal = replay(ids).legal(longest + 1 - ids.length)
    if (legal[stop] === 1) found.push(ids.map((id) => characters[id]).join(''))
    characters.forEach((_, id) => {
      if (legal[id] === 1) visit([...ids, id])
    })
  }
  visit([])
  return found.sort()
}

/** Every text of an alphabet up to a length, sorted. */
export function everyText(alphabet: string, longest: number): readonly string[] {
  let level = ['']
  const all = ['']
  for (let length = 1; length <= longest; length++) {
    level = level.flatMap((text) => [...alphabet].map((character) => text + character))
    all.push(...level)
  }
  return all.sort()
}
