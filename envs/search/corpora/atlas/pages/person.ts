import { dayText, type Ref } from '../world/entity.ts'
import type { Person } from '../world/people.ts'
import { type Draft, listed, type Sentence, seeAlso, type Writer } from './writer.ts'

/** Page about a person. */
export function personPage(writer: Writer, index: number): Omit<Draft, 'date'> {
  const { world, tell } = writer
  const me: Ref = { kind: 'person', index }
  const person = world.people.person(index)
  const { name } = writer.names(me)
  const { name: surname } = world.naming.bearersOf(world.naming.surnameNumberOf(index))
  return {
    title: name,
    sections: [
      {
        heading: '',
        sentences: [
          tell(me, 'profession', ...professionOf(name, person)),
          birthOf(writer, me, person),
          writer.aliases(me),
        ],
      },
      { heading: 'Life', sentences: lifeOf(writer, me, person) },
      { heading: 'Work', sentences: worksOf(writer, me, person) },
      seeAlso([
        ...(world.naming.surnameNumberOf(index) < world.counts.bearers
          ? [`${surname} (surname)`]
          : []),
      ]),
    ],
  }
}

const professionOf = (name: string, { profession }: Person) => {
  const a = /^[aeiou]/.test(profession) ? 'an' : 'a'
  return [
    `${name} was ${a} ${profession}.`,
    `${name} is remembered as ${a} ${profession}.`,
    `${name} had a long career as ${a} ${profession}.`,
  ]
}

const pronounOf = ({ isWoman }: Person) => (isWoman ? 'she' : 'he')

function birthOf(writer: Writer, me: Ref, person: Person): Sentence {
  const { notices } = writer.world
  const notice = notices.about(me)
  const isWrong = notice?.type === 'corrigenda'
  const year = isWrong ? notices.wrongYear(notice, person.born.year) : person.born.year
  const day = dayText({ ...person.born, year })
  const place = writer.mention({ kind: 'place', index: person.birthplace })
  const she = pronounOf(person)
  return writer.tell(
    ...([me, isWrong ? 'birthplace wrong-born' : 'birthplace born'] as const),
    `${she} was born in ${place} on ${day}.`,
    `Born on ${day}, ${she} came from ${place}.`,
    `The parish book of ${place} gives ${day} as the day of birth.`,
    `${place} is where ${she} was born, on ${day}.`,
  )
}

function lifeOf(writer: Writer, me: Ref, person: Person): readonly (Sentence | null)[] {
  const { world, tell, mention } = writer
  const { teacher, spouse, died, role } = person
  const she = pronounOf(person)
  const her = person.isWoman ? 'her' : 'him'
  const master = teacher === null ? '' : mention({ kind: 'person', index: teacher })
  const partner = spouse === null ? '' : mention({ kind: 'person', index: spouse })
  const pupils = world.people
    .pupilsOf(person.index)
    .map((pupil) => writer.names({ kind: 'person', index: pupil }).name)
  const office = role === 'politician' ? world.people.officeOf(person.index) : null
  const town = office && mention({ kind: 'place', index: office.place })
  return [
    teacher === null
      ? null
      : tell(
          ...([me, 'teacher'] as const),
          `${she} learned the trade under ${master}.`,
          `${master} taught ${her} for some years.`,
          `As a pupil of ${master}, ${she} soon stood out.`,
        ),
    spouse === null
      ? null
      : tell(
          ...([me, 'spouse'] as const),
          `${she} married ${partner}.`,
          `${partner} and ${she} were married.`,
          `The marriage to ${partner} lasted for life.`,
        ),
    office === null
      ? null
      : tell(
          ...([me, 'office'] as const),
          `${she} became mayor of ${town} in ${office.from}.`,
          `In ${office.from} the council of ${town} chose ${her} as mayor.`,
        ),
    pupils.length === 0
      ? null
      : tell(
          ...([me, 'pupils'] as const),
          `Among those who learned from ${her} ${pupils.length > 1 ? 'were' : 'was'} ${listed(pupils)}.`,
          `${listed(pupils)} studied under ${her}.`,
        ),
    died === null
      ? null
      : tell(
          ...([me, 'died'] as const),
          `${she} died on ${dayText(died)}.`,
          `Death came on ${dayText(died)}.`,
          `The end of ${person.isWoman ? 'her' : 'his'} life is dated ${dayText(died)}.`,
        ),
  ]
}

/** What a person made, with years: all of it, so that it can be counted. */
function worksOf(writer: Writer, me: Ref, person: Person): readonly (Sentence | null)[] {
  const { world, tell } = writer
  const { makings } = world
  const she = pronounOf(person)
  const entry = (kind: 'work' | 'structure') => (index: number) => {
    const { year } = makings[kind](index)
    return { index, year, text: `${writer.names({ kind, index }).name} (${year})` }
  }
  const made =
    person.role === 'author'
      ? makings.worksOf(person.index).map(entry('work'))
      : person.role === 'builder'
        ? makings.structuresBy(person.index).map(entry('structure'))
        : []
  if (made.length === 0) return []
  const all = [...made].sort((one, other) => one.year - other.year || one.index - other.index)
  const text = listed(all.map((each) => each.text))
  return person.role === 'author'
    ? [tell(me, 'works', `${she} wrote ${text}.`, `The complete list of books is ${text}.`)]
    : [
        tell(
          me,
          'structures',
          `${she} designed ${text}.`,
          `The complete list of designs is ${text}.`,
        ),
      ]
}
