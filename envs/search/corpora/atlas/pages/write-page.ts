import { createRng, deriveSeed } from '../../../../../core/index.ts'
import type { Page } from '../../corpus.ts'
import { isoDay } from '../world/entity.ts'
import { PLANTED_EVERY } from '../world/shares.ts'
import { idOfPage, type World } from '../world/world.ts'
import { countryPage, gazetteerPage, placePage, riverPage } from './land.ts'
import { eventPage, prizePage, structurePage, workPage } from './making.ts'
import { bearersPage, listPage, noticePage } from './other.ts'
import { personPage } from './person.ts'
import { plantedSection } from './planted.ts'
import { interleave, proseOf } from './prose/prose.ts'
import { createWriter, type Draft, type DraftSection, type Writer } from './writer.ts'

export interface Written {
  readonly page: Page
  /** The sentence of the page that states a fact, word for word; undefined where none does. */
  sentenceOf(fact: string): string | undefined
  readonly facts: readonly string[]
}

const writers = {
  ...{ person: personPage, place: placePage, work: workPage, event: eventPage },
  ...{ structure: structurePage, river: riverPage, country: countryPage, prize: prizePage },
  ...{ list: listPage, bearers: bearersPage, gazetteer: gazetteerPage, notice: noticePage },
} satisfies Record<string, (writer: Writer, index: number) => Partial<Draft>>
const mayBePlanted: readonly string[] = ['person', 'place', 'work', 'event', 'structure']

/** The page of this number, with what its sentences state: the same sentences in long pages as in short ones. */
export function writePage(world: World, number: number): Written {
  const { kind, index } = world.subjectOf(number)
  const rng = createRng(deriveSeed(world.seed, 'atlas page', number))
  const draft: Partial<Draft> & { readonly year?: number } = writers[kind](
    createWriter(world, rng),
    index,
  )
  const { title = '', sections = [], year } = draft
  const isPlanted = mayBePlanted.includes(kind) && rng.int(PLANTED_EVERY) === 0
  const told = world.length === 'long' ? withProse(world, number, sections) : sections
  const all = isPlanted ? [...told, plantedSection(rng, world.naming.decoy(number))] : told
  const day = { year: year ?? 1954 + rng.int(3), month: 1 + rng.int(12), day: 1 + rng.int(28) }

  const stating = new Map<string, string>()
  const shown = all.flatMap(({ heading, sentences }) => {
    const said = sentences.flatMap((sentence) => sentence ?? [])
    for (const { text, tells } of said) for (const fact of tells) stating.set(fact, text)
    return said.length === 0 ? [] : [{ heading, text: said.map(({ text }) => text).join(' ') }]
  })
  return {
    page: { id: idOfPage(number), title, date: draft.date ?? isoDay(day), sections: shown },
    sentenceOf: (fact) => stating.get(fact),
    facts: [...stating.keys()],
  }
}

/** Drawn apart, so that all else stays as it is in short pages. */
function withProse(world: World, number: number, sections: readonly DraftSection[]) {
  const rng = createRng(deriveSeed(world.seed, 'atlas prose', number))
  return interleave(rng, sections, proseOf(world, rng, world.subjectOf(number)))
}
