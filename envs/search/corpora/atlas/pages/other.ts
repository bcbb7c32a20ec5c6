import type { Ref } from '../world/entity.ts'
import { type Draft, seeAlso, type Writer } from './writer.ts'

/** Rivers come first among the lists, then authors, as far as there are pages. */
export type ListSubject =
  | { readonly sort: 'river'; readonly index: number }
  | { readonly sort: 'author'; readonly index: number }

export const listSubject = (writer: Pick<Writer, 'world'>, index: number): ListSubject => {
  const { counts, people } = writer.world
  const authors = people.countOf('author')
  const spread = (list: number) => Math.floor((list * authors) / (counts.list - counts.river))
  return index < counts.river
    ? { sort: 'river', index }
    : { sort: 'author', index: people.ranked('author', spread(index - counts.river)) }
}

/** A page that lists what stands on a river, or what an author wrote: all of it. */
export function listPage(writer: Writer, index: number): Omit<Draft, 'date'> {
  const { world, tell, names } = writer
  const subject = listSubject(writer, index)
  if (subject.sort === 'river') {
    const me: Ref = { kind: 'river', index: subject.index }
    const { name } = names(me)
    const lines = structuresOn(writer, subject.index).map((each) => {
      const { place, year } = world.makings.structure(each)
      const own = names({ kind: 'structure', index: each }).name
      const town = names({ kind: 'place', index: place }).name
      return tell(
        me,
        `structure/${each}`,
        `The ${own} stands on the ${name} at ${town} and was completed in ${year}.`,
        `At ${town} on the ${name} stands the ${own}, of ${year}.`,
      )
    })
    return {
      title: `Buildings of the ${name} valley`,
      sections: [
        {
          heading: '',
          sentences: [
            {
              text: `This is the complete list of bridges, towers and the like in the valley of the ${name}.`,
              tells: [],
            },
          ],
        },
        { heading: 'List', sentences: lines },
      ],
    }
  }
  const me: Ref = { kind: 'person', index: subject.index }
  const { name } = names(me)
  const lines = world.makings.worksOf(subject.index).map((each) => {
    const { year, genre } = world.makings.work(each)
    const title = names({ kind: 'work', index: each }).name
    return tell(
      me,
      `work/${each}`,
      `${name} published ${title} in ${year} (${genre}).`,
      `${title} (${genre}) by ${name} appeared in ${year}.`,
    )
  })
  return {
    title: `Bibliography of ${name}`,
    sections: [
      {
        heading: '',
        sentences: [{ text: `This is the complete list of books by ${name}.`, tells: [] }],
      },
      { heading: 'List', sentences: lines },
    ],
  }
}

export const structuresOn = ({ world }: Pick<Writer, 'world'>, river: number): readonly number[] =>
  world.lands.placesOn(river).flatMap((place) => world.makings.structuresIn(place))

/** A page that tells people of one surname apart. */
export function bearersPage(writer: Writer, index: number): Omit<Draft, 'date'> {
  const { world, names } = writer
  const { name, people } = world.naming.bearersOf(index)
  const lines = people.map((each) => {
    const { profession } = world.people.person(each)
    return { text: `${names({ kind: 'person', index: each }).name}, ${profession}.`, tells: [] }
  })
  const text =
    people.length === 0
      ? `${name} is a surname; nobody of that name has an entry.`
      : `${name} is a surname, which may refer to different people:`
  return {
    title: `${name} (surname)`,
    sections: [{ heading: '', sentences: [{ text, tells: [] }, ...lines] }, seeAlso([])],
  }
}

/** A page that gives another year than the subject's own page, before it or after it. */
export function noticePage(writer: Writer, index: number): Draft {
  const { world, tell, names } = writer
  const { subject, type } = world.notices.notice(index)
  const { name } = names(subject)
  const right = yearOf(writer, subject)
  const wrong = world.notices.wrongYear({ index }, right)
  const year = type === 'almanac' ? wrong : right
  const fact = `${type === 'almanac' ? 'wrong-' : ''}${subject.kind === 'person' ? 'born' : 'year'}`
  const other =
    type === 'almanac' ? '' : `Older pages have ${wrong}, which is an error of the printers.`
  const [first, second] =
    subject.kind === 'person'
      ? [`${name} was born in ${year}`, `The year of birth of ${name} is ${year}`]
      : [`${name} first appeared in ${year}`, `The first edition of ${name} is of ${year}`]
  const { text, tells } = tell(subject, fact, `${first}.`, `${second}.`)
  const printed = type === 'almanac' ? Math.max(FIRST_ALMANAC, right + 1, wrong + 1) : CORRECTED
  return {
    title: `${name} (${type === 'almanac' ? `Almanac of ${printed}` : 'Corrigenda'})`,
    date: `${printed}-01-01`,
    sections: [
      {
        heading: '',
        sentences: [{ text, tells }, other === '' ? null : { text: other, tells: [] }],
      },
    ],
  }
}

const FIRST_ALMANAC = 1912
/** Corrigenda are younger than all pages on entities. */
const CORRECTED = 1957

/** The year that notices are about. */
export const yearOf = ({ world }: Pick<Writer, 'world'>, { kind, index }: Ref): number =>
  kind === 'person' ? world.people.person(index).born.year : world.makings.work(index).year
