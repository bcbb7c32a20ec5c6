import { expect, test } from 'vitest'
import { type Split, splits } from '../../../../split-tasks.ts'
import { judgeChain } from '../../../judge/chain.ts'
import { mentions, normalise } from '../../../judge/normalise.ts'
import type { Question } from '../../../questions/question.ts'
import { textOf } from '../../corpus.ts'
import { atlasKinds, atlasQuestion, openAtlas, solvePath } from '../index.ts'
import { writePage } from '../pages/write-page.ts'
import { factOf } from '../pages/writer.ts'

const atlas = openAtlas({ pages: 3000, seed: 2 })
const { corpus, world } = atlas
const pageOf = (id: string) => corpus.page(corpus.numberOf(id) ?? -1)
const ask = (kind: string, split: Split, count: number): Question[] =>
  Array.from({ length: count }, (_, index) => atlasQuestion(atlas, kind, split, index))
const some = (kind: string) => [
  ...ask(kind, 'train', 40),
  ...ask(kind, 'validation', 6),
  ...ask(kind, 'test', 6),
]

test.each(atlasKinds)('$name is proven by its pages', ({ name, kind, hops }) => {
  for (const question of some(name)) {
    const path = solvePath(atlas, question)

    expect(question).toMatchObject({ kind, hops })
    expect(path.map(({ page }) => page)).toEqual(question.rubrics.map(({ page }) => page))
    for (const [index, { page, span }] of path.entries()) {
      expect(textOf(pageOf(page))).toContain(span)
      expect(question.support).toContain(page)
      const { connects = [], statement = '' } = question.rubrics[index] ?? {}
      for (const each of connects) expect(normalise(statement)).toContain(normalise(each))
    }
    const found = question.support.length
    if (kind !== 'counting') expect(found).toBe(hops)
  }
})

test.each(atlasKinds)(
  'what proves $name connects the question with the answer',
  ({ name, kind }) => {
    for (const question of some(name)) {
      const citations = solvePath(atlas, question).map(({ page, span }) => ({
        ...{ page, span, title: pageOf(page).title, read: true },
      }))
      if (citations.length === 0) continue

      const judged = judgeChain(question, citations)

      expect({ id: question.id, ...judged }).toMatchObject({
        citationRecall: 1,
        citationPrecision: 1,
      })
      if (kind !== 'unanswerable') expect(judged).toMatchObject({ connected: true, rubricShare: 1 })
    }
  },
)

test.each(atlasKinds)('the answer to $name stands on its pages, or follows from them', (row) => {
  for (const question of some(row.name)) {
    const { answers, rubrics } = question
    const said = normalise(
      solvePath(atlas, question)
        .map(({ span }) => span)
        .join(' . '),
    )
    const [gold = ''] = answers
    const numbers = rubrics.flatMap(({ connects }) =>
      connects.slice(1).filter((each) => /^\d+$/.test(each)),
    )
    if (row.kind === 'unanswerable') expect(answers).toEqual([])
    else if (row.name === 'comparison-2') {
      const [one = 0, other = 0] = numbers.map(Number)
      expect(Number(gold)).toBe(Math.abs(one - other))
    } else if (row.kind === 'counting') {
      const of = rubrics.at(-1)?.connects[0]
      const counted = rubrics
        .filter(({ connects }) => connects[0] === of)
        .map(({ connects }) => connects[1])
      expect(Number(gold)).toBe(new Set(counted).size)
      for (const each of counted) expect(said).toContain(normalise(each ?? ''))
    } else if (row.kind === 'intersection') {
      expect(rubrics.at(-1)?.connects[0]).toBe(gold)
    } else {
      expect(answers.some((answer) => mentions(said, normalise(answer)))).toBe(true)
    }
  }
})

test.each(atlasKinds)('$name names neither its answer nor what has to be found', ({ name }) => {
  for (const { question, answers, entities } of some(name)) {
    const text = normalise(question)
    for (const answer of answers) expect(mentions(text, normalise(answer))).toBe(false)
    for (const entity of entities) {
      expect(pageOf(entity.page).title).toBe(entity.name)
    }
    expect(question).toMatch(/^\S.*\?$/)
  }
})

test('a comparison is won by what has the larger or the smaller figure, as asked', () => {
  for (const question of some('comparison-4')) {
    const figures = question.rubrics.flatMap(({ connects: [name = '', value = ''] }) =>
      /^\d+$/.test(value) ? [{ name, value: Number(value) }] : [],
    )
    const isLargest = /later|higher/.test(question.question)
    const sorted = figures.sort((one, other) => one.value - other.value)

    expect((isLargest ? sorted.at(-1) : sorted[0])?.name).toBe(question.answers[0])
  }
})

test('of the natives of a place nobody else did what an intersection asks for', () => {
  let checked = 0
  for (const question of some('intersection-2')) {
    const topic = / a book about ([^?]+?)(?: and was born|\?)/.exec(question.question)?.[1]
    if (topic === undefined) continue
    const [gold = ''] = question.answers
    const home = question.rubrics.at(-1)?.connects[1]
    const others = world.people
    const wrote = Array.from({ length: world.counts.work }, (_, index) => world.makings.work(index))
      .filter((work) => work.about === null && work.topic === topic)
      .filter(({ author }) => {
        const place = others.person(author).birthplace
        return world.naming.names({ kind: 'place', index: place }).name === home
      })
      .map(({ author }) => world.naming.names({ kind: 'person', index: author }).name)

    expect([...new Set(wrote)]).toEqual([gold])
    checked++
  }
  expect(checked).toBeGreaterThan(10)
})

test('what is unanswerable stands on no page', () => {
  const told = new Set<string>()
  for (let number = 0; number < corpus.size; number++)
    for (const fact of writePage(world, number).facts) told.add(fact)
  for (const name of ['unanswerable-1', 'unanswerable-2']) {
    for (const [index, question] of ask(name, 'train', 100).entries()) {
      const { untold } = atlas.posed(name, 'train', index)
      if (!untold) throw new Error(`${question.id} says not what is untold`)

      expect(told.has(factOf(untold.of, untold.fact)), question.question).toBe(false)
      expect(question.support.at(-1)).toBe(world.idOf(untold.of))
      expect(question.rubrics).toHaveLength(question.support.length - 1)
    }
  }
})

test('splits share no question and no answer that is an entity', () => {
  const owner = new Map<string, Split>()
  for (const { name } of atlasKinds) {
    const texts = new Set<string>()
    for (const split of splits) {
      for (let index = 0; index < 25; index++) {
        const { about, text } = atlas.posed(name, split, index)
        expect(owner.get(about) ?? split, `${name}: ${text}`).toBe(split)
        owner.set(about, split)
        if (index < 3) {
          expect(texts.has(text)).toBe(false)
          texts.add(text)
        }
      }
    }
  }
})

test('a question is the same in whatever order questions are asked for', () => {
  const again = openAtlas({ pages: 3000, seed: 2 })

  const late = atlasQuestion(again, 'bridge-3', 'test', 4)
  const early = atlasQuestion(again, 'bridge-3', 'train', 1)

  expect(late).toEqual(atlasQuestion(atlas, 'bridge-3', 'test', 4))
  expect(early).toEqual(atlasQuestion(atlas, 'bridge-3', 'train', 1))
})

test('the listing has every kind and split, by ids that say so', () => {
  const { questions } = atlas
  const first = atlasKinds.map((_, kind) => questions.question(kind * 60).id)

  expect(questions.size).toBe(atlasKinds.length * 60)
  expect(first).toEqual(atlasKinds.map(({ name }) => `${name}/train/0`))
  expect(questions.question(59).id).toBe('lookup-1/test/4')
  expect(questions.hash).not.toBe(openAtlas({ pages: 3000, seed: 3 }).questions.hash)
  expect(() => questions.question(-1)).toThrow('there are')
})

test('says which kinds there are', () => {
  expect(() => atlas.posed('riddle-1', 'train', 0)).toThrow('use one of lookup-1, bridge-2')
})

test.each([11, 12, 13, 14])('the smallest atlas has all kinds in all splits (seed %i)', (seed) => {
  const small = openAtlas({ pages: 1000, seed })

  for (const { name } of atlasKinds)
    for (const split of splits)
      expect(atlasQuestion(small, name, split, 0).question, name).toMatch(/\?$/)
})
