import { expect, test } from 'vitest'
import { splits } from '../../../../../split-tasks.ts'
import { type Page, textOf } from '../../../corpus.ts'
import { atlasKinds, atlasQuestion, openAtlas, plantedOf } from '../../index.ts'
import { topics } from './topics/index.ts'
import { isSlot } from './words.ts'

const short = openAtlas({ pages: 3000, seed: 2 })
const long = openAtlas({ pages: 3000, seed: 2, length: 'long' })
const pairs = Array.from({ length: 3000 }, (_, number) => ({
  before: short.corpus.page(number),
  after: long.corpus.page(number),
  kind: long.world.subjectOf(number).kind,
}))
const headings = new Set(Object.values(topics).flatMap((all) => all.map(({ heading }) => heading)))
const proseIn = ({ sections }: Page) => sections.filter(({ heading }) => headings.has(heading))

test('long pages say all that short ones say, in the same words, and more between', () => {
  for (const { before, after } of pairs) {
    const rest = after.sections.filter((section) => !proseIn(after).includes(section))
    expect({ ...after, sections: rest }).toEqual(before)
    expect(after.sections[0]).toEqual(before.sections[0])
    expect(plantedOf(after)).toBe(plantedOf(before))
  }
})

test('what can be told of at length fills several parts of a page', () => {
  for (const { after, kind } of pairs) {
    const { length } = textOf({ ...after, sections: proseIn(after) })
    if (topics[kind]) expect(length, kind).toBeGreaterThan(800)
    else expect(length, kind).toBe(0)
  }
  const lengths = pairs.map(({ after }) => textOf(after).length)
  expect(lengths.filter((length) => length > 2000).length).toBeGreaterThan(1500)
})

test('prose states no figures, and every word of it is filled in', () => {
  for (const { after } of pairs) {
    for (const { text } of proseIn(after)) {
      expect(text).not.toMatch(/\d|[{}]|undefined| {2}|\ba [aeiou]/i)
      expect(text).toMatch(/^\p{Lu}.*\.$/u)
    }
  }
})

test('where another is meant, it is not the subject itself', () => {
  for (const { after, kind } of pairs) {
    const mixedUp = proseIn(after)
      .map(({ text }) =>
        /(?:taken for|mixed up with|mix it up with|confuse \S+ with) ([^,]+)/.exec(text),
      )
      .flatMap((found) => found?.[1] ?? [])
    for (const other of mixedUp) expect(other, kind).not.toBe(after.title)
  }
})

test('every name in braces is a list of words, a kind of entity, or the subject', () => {
  const known = new Set([...Object.keys(long.world.counts), 'name', 'she', 'her'])
  for (const [kind, all] of Object.entries(topics)) {
    const slots = all.flatMap(({ sentences }) => sentences.join(' ').match(/\{\w+\}/g) ?? [])
    for (const slot of slots.map((each) => each.slice(1, -1))) {
      expect(known.has(slot) || isSlot(slot), slot).toBe(true)
      if (slot === 'she' || slot === 'her') expect(kind).toBe('person')
    }
  }
})

test('questions and what proves their answers do not depend on the length', () => {
  for (const { name } of atlasKinds)
    for (const split of splits)
      expect(atlasQuestion(long, name, split, 1)).toEqual(atlasQuestion(short, name, split, 1))
  expect(long.corpus.hash).not.toBe(short.corpus.hash)
  expect(long.corpus.name).toBe('atlas-3000-2-long')
})
