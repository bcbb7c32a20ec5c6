import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hop } from './hop.ts'
import { ask, library } from './library.suite.ts'

const piece = fc.oneof(
  fc.constantFrom(
    ...'who which where when how many what is was the of in on river town born and or , : ? ( ) " \' . - · 1900 Tolm Varrin Aldmere Oss'.split(
      ' ',
    ),
    "'s",
    '\n',
    'than',
    'before 1880',
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
)
const text = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(' '))
const page = fc.record({ title: text, text, date: fc.constantFrom('', '1900-01-01', 'long ago') })

test('whatever is asked and whatever pages say, it answers within its budget', async () => {
  await fc.assert(
    fc.asyncProperty(
      text,
      fc.array(page, { maxLength: 4 }),
      fc.nat({ max: 12 }),
      async (question, odd, calls) => {
        const pages = [...library, ...odd.map((one, index) => ({ ...one, id: `odd-${index}` }))]
        const { actions, answer } = await ask(hop, question, pages, { calls })

        expect(answer).not.toBeNull()
        expect(actions.length).toBeLessThanOrEqual(calls + 1)
      },
    ),
    { numRuns: 60 },
  )
})
