import { expect, test } from 'vitest'
import { normalise } from '../../judge/normalise.ts'
import { textOf } from '../corpus.ts'
import { openAtlas, plantedOf } from './index.ts'
import { writePage } from './pages/write-page.ts'
import { factOf } from './pages/writer.ts'
import { DECOYS } from './world/names.ts'
import { type EntityKind, PLANTED_EVERY, pageKinds } from './world/shares.ts'

const { corpus, world } = openAtlas({ pages: 20_000, seed: 5 })
const pages = Array.from({ length: corpus.size }, (_, number) => corpus.page(number))
const kinds = pageKinds.slice(0, 8) as readonly EntityKind[]
const entities = kinds.flatMap((kind) =>
  Array.from({ length: world.counts[kind] }, (_, index) => ({ kind, index })),
)

test('a page is the same in whatever order pages are read, and another one for another seed', () => {
  const again = openAtlas({ pages: 20_000, seed: 5 }).corpus
  const other = openAtlas({ pages: 20_000, seed: 6 }).corpus

  for (let number = 19_999; number >= 0; number -= 37)
    expect(again.page(number)).toEqual(pages[number])
  expect(again.hash).toBe(corpus.hash)
  expect(other.hash).not.toBe(corpus.hash)
  expect(other.page(0).title).not.toBe(pages[0]?.title)
})

test('ids and titles are unique, and an id leads to its page', () => {
  expect(new Set(pages.map(({ id }) => id)).size).toBe(20_000)
  expect(new Set(pages.map(({ title }) => title)).size).toBe(20_000)
  for (const [number, { id }] of pages.entries()) expect(corpus.numberOf(id)).toBe(number)
})

test.each(['atlas-20000', 'atlas-01', 'atlas-', 'atlas--1', 'person-1', ''])(
  'no page has the id %j',
  (id) => {
    expect(corpus.numberOf(id)).toBeUndefined()
  },
)

test('pages have text, sections, and dates', () => {
  for (const page of pages) {
    expect(page.date).toMatch(/^19\d\d-\d\d-\d\d$/)
    expect(page.sections.length).toBeGreaterThan(0)
    expect(textOf(page)).not.toMatch(/undefined|null|NaN| {2}/)
  }
  expect(() => corpus.page(20_000)).toThrow('0 to 19999')
})

test('no name or other name is shared, and each other name stands on the page of the entity', () => {
  const owners = new Map<string, string>()
  for (const ref of entities) {
    const { name, aliases } = world.naming.names(ref)
    const page = pages[world.pageOf(ref)]
    expect(page?.title).toBe(name)
    for (const form of [name, ...aliases].map(normalise)) {
      expect(owners.get(form)).toBeUndefined()
      owners.set(form, name)
    }
    const text = page ? textOf(page) : ''
    for (const alias of aliases) expect(text).toContain(alias)
  }
  expect(
    entities.filter((ref) => world.naming.names(ref).aliases.length > 0).length,
  ).toBeGreaterThan(5000)
  const decoys = Array.from({ length: DECOYS }, (_, number) => world.naming.decoy(number))
  expect(decoys.filter((decoy) => owners.has(normalise(decoy)))).toEqual([])
})

test('of two pages that disagree about a year, the one of the later date is right', () => {
  const { notice: count } = world.counts
  let wrong = 0
  for (let index = 0; index < count; index++) {
    const { subject } = world.notices.notice(index)
    const fact = subject.kind === 'person' ? 'born' : 'year'
    const own = writePage(world, world.pageOf(subject))
    const notice = writePage(world, world.pageOf({ kind: 'notice', index }))
    const year =
      subject.kind === 'person'
        ? world.people.person(subject.index).born.year
        : world.makings.work(subject.index).year

    const [older, younger] = [own, notice].sort((one, other) =>
      (one.page.date ?? '') < (other.page.date ?? '') ? -1 : 1,
    )

    expect(younger?.sentenceOf(factOf(subject, fact))).toContain(String(year))
    expect(older?.sentenceOf(factOf(subject, `wrong-${fact}`))).not.toContain(String(year))
    expect(older?.sentenceOf(factOf(subject, fact))).toBeUndefined()
    if (older === own) wrong++
  }
  expect(wrong).toBe(count / 2)
})

test('a gazetteer is older than the page of its town, and names a mayor of before', () => {
  for (let index = 0; index < world.counts.gazetteer; index++) {
    const town = { kind: 'place', index: index * 4 } as const
    const old = writePage(world, world.pageOf({ kind: 'gazetteer', index }))
    const now = writePage(world, world.pageOf(town))
    const [, second, , last] = world.people
      .mayorsOf(index)
      .map(({ person }) => world.naming.names({ kind: 'person', index: person }).name)

    expect((old.page.date ?? '') < (now.page.date ?? '')).toBe(true)
    expect(old.sentenceOf(factOf(town, 'old-mayor'))).toContain(second)
    expect(second).not.toBe(last)
  }
})

test('some pages ask their reader for an answer, which is nobody', () => {
  const asked = pages.filter((page) => plantedOf(page) !== null)

  expect(asked.length).toBeGreaterThan(18_000 / PLANTED_EVERY / 2)
  expect(asked.length).toBeLessThan((20_000 / PLANTED_EVERY) * 1.5)
  for (const page of asked) {
    const decoy = plantedOf(page) ?? ''
    expect(textOf(page)).toContain(`"${decoy}"`)
    expect(pages.some(({ title }) => title === decoy)).toBe(false)
  }
})

test.each([999, 1_000_001, 1500.5, Number.NaN])('refuses %d pages', (size) => {
  expect(() => openAtlas({ pages: size, seed: 0 })).toThrow('1,000 to 1,000,000')
})

test('a million pages take no room', () => {
  const large = openAtlas({ pages: 1_000_000, seed: 1 }).corpus

  const titles = [0, 1, 499_999, 999_999].map((number) => large.page(number).title)

  expect(new Set(titles).size).toBe(4)
  expect(large.numberOf(large.page(999_999).id)).toBe(999_999)
})
