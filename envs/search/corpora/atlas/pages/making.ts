import { dayText, grouped, type Ref } from '../world/entity.ts'
import type { Draft, Sentence, Writer } from './writer.ts'

/** Page about a work. */
export function workPage(writer: Writer, index: number): Omit<Draft, 'date'> {
  const { world, tell, mention } = writer
  const me: Ref = { kind: 'work', index }
  const work = world.makings.work(index)
  const { name } = writer.names(me)
  const author = mention({ kind: 'person', index: work.author })
  const notice = world.notices.about(me)
  const isWrong = notice?.type === 'corrigenda'
  const year = isWrong ? world.notices.wrongYear(notice, work.year) : work.year
  const place = work.about === null ? null : mention({ kind: 'place', index: work.about })
  const translator =
    work.translator === null ? null : mention({ kind: 'person', index: work.translator })
  const prize = work.prize && mention({ kind: 'prize', index: work.prize.prize })
  const a = /^[aeiou]/.test(work.genre) ? 'an' : 'a'
  return {
    title: name,
    sections: [
      {
        heading: '',
        sentences: [
          tell(
            me,
            'author',
            `${name} is ${a} ${work.genre} by ${author}.`,
            `${name} was written by ${author}.`,
            `${author} is the author of ${name}, ${a} ${work.genre}.`,
          ),
          tell(
            me,
            isWrong ? 'wrong-year' : 'year',
            `It appeared in ${year}.`,
            `The first edition is of ${year}.`,
            `It was first printed in ${year}.`,
          ),
          writer.aliases(me),
        ],
      },
      {
        heading: 'Content and reception',
        sentences: [
          place === null
            ? tell(
                me,
                'topic',
                `It deals with ${work.topic}.`,
                `Its subject is ${work.topic}.`,
                `Readers valued what it says about ${work.topic}.`,
              )
            : tell(
                me,
                'about',
                `It tells the story of ${place}.`,
                `Its subject is ${place}, street by street.`,
              ),
          translator === null
            ? null
            : tell(
                me,
                'translator',
                `${translator} translated it.`,
                `The only translation is by ${translator}.`,
              ),
          work.prize === null
            ? null
            : tell(
                me,
                'prize',
                `It won the ${prize} of ${work.prize.year}.`,
                `The ${prize} of ${work.prize.year} went to it.`,
              ),
        ],
      },
    ],
  }
}

/** Page about a bridge, a tower and the like. */
export function structurePage(writer: Writer, index: number): Omit<Draft, 'date'> {
  const { world, tell, mention } = writer
  const me: Ref = { kind: 'structure', index }
  const { type, place, designer, year, metres } = world.makings.structure(index)
  const { name } = writer.names(me)
  const town = mention({ kind: 'place', index: place })
  const builder = mention({ kind: 'person', index: designer })
  const isLong = type === 'Bridge' || type === 'Aqueduct'
  return {
    title: name,
    sections: [
      {
        heading: '',
        sentences: [
          tell(
            me,
            'place',
            `The ${name} stands in ${town}.`,
            `The ${name} belongs to ${town}.`,
            `Visitors to ${town} rarely miss the ${name}.`,
          ),
          tell(
            me,
            'designer',
            `It was designed by ${builder}.`,
            `The plans were drawn by ${builder}.`,
            `${builder} designed it.`,
          ),
          tell(me, 'built', `It was completed in ${year}.`, `Work on it ended in ${year}.`),
          metres === null
            ? null
            : isLong
              ? tell(
                  me,
                  'metres',
                  `It is ${metres} metres long.`,
                  `Its length is ${metres} metres.`,
                )
              : tell(
                  me,
                  'metres',
                  `It is ${metres} metres high.`,
                  `It rises to a height of ${metres} metres.`,
                ),
          writer.aliases(me),
        ],
      },
    ],
  }
}

/** Page about an event. */
export function eventPage(writer: Writer, index: number): Omit<Draft, 'date'> {
  const { world, tell, mention } = writer
  const me: Ref = { kind: 'event', index }
  const { place, day, leader, attendance } = world.makings.event(index)
  const { name } = writer.names(me)
  const town = mention({ kind: 'place', index: place })
  const who = mention({ kind: 'person', index: leader })
  const date = dayText(day)
  return {
    title: name,
    sections: [
      {
        heading: '',
        sentences: [
          tell(
            me,
            'place day',
            `The ${name} took place in ${town} on ${date}.`,
            `On ${date} ${town} saw the ${name}.`,
            `${town} was the scene of the ${name} on ${date}.`,
          ),
          tell(
            me,
            'leader',
            `The leading figure was ${who}.`,
            `${who} stood at the head of it.`,
            `It is linked above all to ${who}, who led it.`,
          ),
          attendance === null
            ? null
            : tell(
                me,
                'attendance',
                `Some ${grouped(attendance)} people took part.`,
                `It drew ${grouped(attendance)} people.`,
              ),
          writer.aliases(me),
        ],
      },
    ],
  }
}

/** Page about a prize. */
export function prizePage(writer: Writer, index: number): Omit<Draft, 'date'> {
  const { world, tell, mention } = writer
  const me: Ref = { kind: 'prize', index }
  const { name } = writer.names(me)
  const town = mention({ kind: 'place', index: world.makings.seatOf(index) })
  const amount = world.makings.amountOf(index)
  const awards = world.makings.awardsOf(index).map(({ work, year }): Sentence => {
    const title = mention({ kind: 'work', index: work })
    return tell(
      me,
      `award/${work}`,
      `In ${year} it went to ${title}.`,
      `The winner of ${year} was ${title}.`,
    )
  })
  return {
    title: name,
    sections: [
      {
        heading: '',
        sentences: [
          tell(
            me,
            'seat',
            `The ${name} is given in ${town}.`,
            `A jury in ${town} awards the ${name}.`,
          ),
          amount === null
            ? null
            : tell(
                me,
                'amount',
                `It is worth ${grouped(amount)} crowns.`,
                `The winner receives ${grouped(amount)} crowns.`,
              ),
          writer.aliases(me),
        ],
      },
      { heading: 'Awards', sentences: awards },
    ],
  }
}
