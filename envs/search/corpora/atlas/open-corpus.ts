import { hashJson } from '../../../../core/index.ts'
import type { Corpus } from '../corpus.ts'
import { noSuchPage } from '../in-memory.ts'
import { writePage } from './pages/write-page.ts'
import type { World } from './world/world.ts'

/** Moves whenever equal pages and seeds begin to give other texts or questions. */
export const GENERATOR = 1

/** The pages of a world; each is written when somebody reads it. */
export function corpusOfWorld(world: World): Corpus {
  const { pages, seed, length } = world
  const long = length === 'long' ? ['long'] : []
  const name = ['atlas', pages, seed, ...long].join('-')
  return {
    ...{ name, size: pages },
    hash: hashJson(['atlas', GENERATOR, pages, seed, ...long]),
    page(number) {
      if (!Number.isInteger(number) || number < 0 || number >= pages)
        return noSuchPage(name, number, pages)
      return writePage(world, number).page
    },
    numberOf(id) {
      const [, digits] = /^atlas-(0|[1-9]\d{0,6})$/.exec(id) ?? []
      const number = Number(digits ?? Number.NaN)
      return number < pages ? number : undefined
    },
  }
}
