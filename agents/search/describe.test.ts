import { expect, test } from 'vitest'
import { describe } from './describe.ts'
import { isNamed, type Thing } from './thing.ts'

const lore = { titles: [], isPlain: () => false }

const shown = (thing: Thing | null): string => {
  if (thing === null) return '-'
  if (isNamed(thing)) return thing.name
  const told = thing.told.map(
    ({ words, of }) => `${words.map(({ text }) => text).join(' ')}: ${shown(of)}`,
  )
  return `${thing.noun?.text ?? thing.sought} (${told.join('; ')})`
}

test.each([
  ['Where was Tolm Varrin born?', 'place (born: Tolm Varrin)'],
  ['Who wrote The Salt Road?', 'person (wrote: The Salt Road)'],
  ['What is the capital of Karn?', 'capital (capital: Karn)'],
  ['Which river flows past Aldmere?', 'river (flows: Aldmere)'],
  [
    'On which river does the town where the painter of The Grey Harbour was born lie?',
    'river (lie: town (born: painter (painter: The Grey Harbour)))',
  ],
  [
    'What is the date of the death of the composer of The Salt Road?',
    'date (death: composer (composer: The Salt Road))',
  ],
  ["Where was Ada Brook's teacher born?", 'place (born: teacher (teacher: Ada Brook))'],
  [
    'The town where Tolm Varrin was born lies on which river?',
    'river (lies: town (born: Tolm Varrin))',
  ],
  ['Which painter was born in Aldmere and died in Quell?', 'painter (born: Aldmere; died: Quell)'],
  ['Who was mayor of Karn in 1919?', 'person (mayor 1919: Karn)'],
  [
    'Who wrote a book about the art of navigation and was born in Quell?',
    'person (wrote book navigation: -; born: Quell)',
  ],
])('takes "%s" apart', (question, expected) => {
  expect(shown(describe(question, lore))).toBe(expected)
})
