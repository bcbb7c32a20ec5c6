import { grouped, type Ref } from '../world/entity.ts'
import { TOWN_EVERY } from '../world/shares.ts'
import { type Draft, listed, type Sentence, seeAlso, type Writer } from './writer.ts'

/** Page about a town or village. */
export function placePage(writer: Writer, index: number): Omit<Draft, 'date'> {
  const { world, tell, mention, names } = writer
  const me: Ref = { kind: 'place', index }
  const place = world.lands.place(index)
  const { name } = names(me)
  const sort = place.isTown ? 'town' : 'village'
  const river = mention({ kind: 'river', index: place.river })
  const country = mention({ kind: 'country', index: place.country })
  const people = grouped(place.population)
  const here = world.makings
    .structuresIn(index)
    .map((each) => names({ kind: 'structure', index: each }).name)
  const happened = place.isTown
    ? world.makings
        .eventsIn(index / TOWN_EVERY)
        .map((each) => names({ kind: 'event', index: each }).name)
    : []
  return {
    title: name,
    sections: [
      {
        heading: '',
        sentences: [
          tell(
            me,
            'country',
            `${name} is a ${sort} in ${country}.`,
            `${name}, a ${sort} of ${country}, is known for ${place.trade}.`,
          ),
          tell(
            me,
            'river',
            `It lies on the ${river}.`,
            `The ${river} flows past its walls.`,
            `It grew up on the banks of the ${river}.`,
          ),
          writer.aliases(me),
        ],
      },
      {
        heading: 'Figures',
        sentences: [
          tell(
            me,
            'population',
            `It has ${people} inhabitants.`,
            `The last census counted ${people} people.`,
          ),
          place.altitude === null
            ? null
            : tell(
                me,
                'altitude',
                `The market square is ${place.altitude} metres above the sea.`,
                `It stands at an altitude of ${place.altitude} metres.`,
              ),
          tell(
            me,
            'trade',
            `Its main trade is in ${place.trade}.`,
            `Most families live by ${place.trade}.`,
          ),
        ],
      },
      {
        heading: 'History',
        sentences: [
          place.founded === null
            ? null
            : tell(
                me,
                'founded',
                `It was founded in ${place.founded}.`,
                `The charter dates from ${place.founded}, the year of its foundation.`,
                `Settlers founded it in ${place.founded}.`,
              ),
          ...(place.isTown ? mayorsOf(writer, me) : []),
        ],
      },
      { heading: 'People', sentences: [nativesOf(writer, me)] },
      seeAlso([...here, ...happened]),
    ],
  }
}

function mayorsOf(writer: Writer, me: Ref): readonly Sentence[] {
  return writer.world.people
    .mayorsOf(me.index / TOWN_EVERY)
    .map(({ person, from, until }, term) => {
      const mayor = writer.mention({ kind: 'person', index: person })
      return until === null
        ? writer.tell(
            ...([me, `mayor/${term} mayor`] as const),
            `The mayor is ${mayor}, in office since ${from}.`,
            `Since ${from} ${mayor} has been mayor.`,
          )
        : writer.tell(
            ...([me, `mayor/${term}`] as const),
            `From ${from} to ${until} ${mayor} was mayor.`,
            `${mayor} held the office of mayor from ${from} to ${until}.`,
          )
    })
}

function nativesOf(writer: Writer, me: Ref): Sentence | null {
  const natives = writer.world.people
    .bornIn(me.index)
    .map((index) => writer.names({ kind: 'person', index }).name)
  if (natives.length === 0) return null
  const all = listed(natives)
  return writer.tell(
    me,
    'natives',
    `Natives of the place are ${all}.`,
    `Those born here include ${all}.`,
  )
}

/** What a town was like long ago, as a page of that time tells it. */
export function gazetteerPage(
  writer: Writer,
  index: number,
): Omit<Draft, 'date'> & { readonly year: number } {
  const { world, tell, names } = writer
  const me: Ref = { kind: 'place', index: index * TOWN_EVERY }
  const [, second] = world.people.mayorsOf(index)
  const year = (second?.from ?? 0) + 1
  const { name } = names(me)
  const { oldPopulation, river, trade } = world.lands.place(me.index)
  const mayor = names({ kind: 'person', index: second?.person ?? 0 }).name
  const people = grouped(oldPopulation)
  return {
    year,
    title: `${name} (Gazetteer of ${year})`,
    sections: [
      {
        heading: '',
        sentences: [
          tell(
            me,
            'old-mayor',
            `As of ${year} the mayor of ${name} is ${mayor}.`,
            `In this year, ${year}, the mayor of ${name} is ${mayor}.`,
          ),
          tell(
            me,
            'old-population',
            `As of ${year} the town of ${name} has ${people} inhabitants.`,
            `The census of ${year} gives ${name} ${people} inhabitants.`,
          ),
          tell(
            me,
            'old-trade',
            `It lives by ${trade} and lies on the ${names({ kind: 'river', index: river }).name}.`,
          ),
        ],
      },
    ],
  }
}

/** Page about a river. */
export function riverPage(writer: Writer, index: number): Omit<Draft, 'date'> {
  const { world, tell, mention, names } = writer
  const me: Ref = { kind: 'river', index }
  const { country, lengthKm } = world.lands.river(index)
  const { name } = names(me)
  const land = mention({ kind: 'country', index: country })
  const mountains = world.naming.mountains(index)
  return {
    title: name,
    sections: [
      {
        heading: '',
        sentences: [
          tell(
            me,
            'country',
            `The ${name} is a river of ${land}.`,
            `The ${name} runs through ${land}.`,
          ),
          tell(
            me,
            'length',
            `It is ${grouped(lengthKm)} kilometres long.`,
            `From source to mouth it measures ${grouped(lengthKm)} kilometres.`,
          ),
          tell(
            me,
            'source',
            `It rises in the ${mountains} Mountains.`,
            `Its source is in the ${mountains} Mountains.`,
          ),
          writer.aliases(me),
        ],
      },
      seeAlso(
        world.lands.placesOn(index).map((each) => names({ kind: 'place', index: each }).name),
      ),
    ],
  }
}

/** Page about a country. */
export function countryPage(writer: Writer, index: number): Omit<Draft, 'date'> {
  const { world, tell, names } = writer
  const me: Ref = { kind: 'country', index }
  const { capital, areaKm2 } = world.lands.country(index)
  const { name } = names(me)
  const seat = capital === null ? '' : names({ kind: 'place', index: capital }).name
  return {
    title: name,
    sections: [
      {
        heading: '',
        sentences: [
          tell(
            me,
            'area',
            `${name} has an area of ${grouped(areaKm2)} square kilometres.`,
            `${name} covers ${grouped(areaKm2)} square kilometres.`,
          ),
          capital === null
            ? null
            : tell(
                me,
                'capital',
                `Its capital is ${seat}.`,
                `The government sits in ${seat}, the capital.`,
              ),
          writer.aliases(me),
        ],
      },
      seeAlso(
        world.lands.riversOf(index).map((each) => names({ kind: 'river', index: each }).name),
      ),
    ],
  }
}
