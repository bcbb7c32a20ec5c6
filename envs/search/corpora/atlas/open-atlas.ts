import { ConfigError, hashJson } from '../../../../core/index.ts'
import { type Split, splits } from '../../../split-tasks.ts'
import type { Question, QuestionSet } from '../../questions/question.ts'
import type { Corpus } from '../corpus.ts'
import { createDraw } from './asking/draw.ts'
import { evidenceOf, type PathStep, pathOf } from './asking/evidence.ts'
import { type AtlasKind, posers } from './asking/kinds.ts'
import type { Posed } from './asking/posed.ts'
import { corpusOfWorld, GENERATOR } from './open-corpus.ts'
import { createWorld, type PageLength, type World } from './world/world.ts'

export interface Atlas {
  readonly corpus: Corpus
  readonly questions: QuestionSet
  readonly world: World
  /** What a question asks, before its pages are read. */
  posed(kind: string, split: Split, index: number): Posed
}

export interface AtlasOptions {
  /** 1,000 to 1,000,000. */
  readonly pages: number
  readonly seed: number
  /** `long`: sections of prose stand between what can be asked (default: `short`). Questions are the same. */
  readonly length?: PageLength
}

/** What can be asked, easiest first within a kind. */
export const atlasKinds: readonly AtlasKind[] = posers.map(({ pose: _, ...kind }) => kind)

/** Training questions of each kind in `questions`; validation and test have a tenth each. */
export const INSTANCES = 50

/** A generated encyclopedia of fictional entities, with questions about it. @throws ConfigError for other sizes. */
export function openAtlas({ pages, seed, length = 'short' }: AtlasOptions): Atlas {
  if (!Number.isInteger(pages) || pages < 1000 || pages > 1_000_000)
    throw new ConfigError(`Cannot open an atlas of ${pages} pages: give 1,000 to 1,000,000`)
  const world = createWorld(pages, seed, length)
  const draw = createDraw(world)
  const atlas = { world, corpus: corpusOfWorld(world), posed: draw }
  const places = splits.flatMap((split) => {
    const count = split === 'train' ? INSTANCES : Math.ceil(INSTANCES / 10)
    return Array.from({ length: count }, (_, index) => ({ split, index }))
  })
  const questions: QuestionSet = {
    hash: hashJson(['atlas questions', GENERATOR, pages, seed, INSTANCES]),
    size: atlasKinds.length * places.length,
    question(number) {
      const kind = atlasKinds[Math.floor(number / places.length)]
      const place = places[number % places.length]
      if (!kind || !place)
        throw new RangeError(`Cannot ask question ${number}: there are ${questions.size}`)
      return atlasQuestion(atlas, kind.name, place.split, place.index)
    },
  }
  return { ...atlas, questions }
}

/** The question of a kind by number in its split: the same in every run. @throws ConfigError where there is none. */
export function atlasQuestion(
  { world, posed }: Pick<Atlas, 'world' | 'posed'>,
  kind: string,
  split: Split,
  index: number,
): Question {
  const asked = posed(kind, split, index)
  const { hops } = atlasKinds.find(({ name }) => name === kind) ?? {}
  return {
    ...{ id: `${kind}/${split}/${index}`, question: asked.text, split, kind: asked.kind },
    ...(hops === undefined ? {} : { hops }),
    ...evidenceOf(world, asked),
  }
}

/** Queries, pages and words that lead to the answer, in order: what a gold agent does. */
export function solvePath(
  { world, posed }: Pick<Atlas, 'world' | 'posed'>,
  { id }: Pick<Question, 'id'>,
): readonly PathStep[] {
  const [kind = '', name, index] = id.split('/')
  const split = splits.find((each) => each === name) ?? 'train'
  return pathOf(world, posed(kind, split, Number(index)))
}
