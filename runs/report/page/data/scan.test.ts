import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPacker } from '../../packed.ts'
import { holds, markLines } from './scan.ts'

const now = () => Promise.resolve()

test('a scan finds a text in short and long values whatever its case', async () => {
  const packer = createPacker()
  const hit = packer.pack({ a: ['first line that is long enough\nTypeError: no such thing'] })
  const short = packer.pack({ a: 'a typeError' })
  const miss = packer.pack({ a: 'another long line\nthat holds nothing of it' })

  const marks = await markLines(packer.lines, 'TypeERROR', now)

  expect([hit, short, miss].map((packed) => holds(packed, marks))).toEqual([true, true, false])
})

test('a scan agrees with a search of the text itself', async () => {
  const word = fc.stringMatching(/^[abAB\n]{0,60}$/)
  await fc.assert(
    fc.asyncProperty(fc.array(word), fc.stringMatching(/^[ab]{1,3}$/), async (texts, needle) => {
      const packer = createPacker()
      const packed = texts.map((text) => packer.pack({ text }))
      const marks = await markLines(packer.lines, needle, now)

      expect(packed.map((item) => holds(item, marks))).toEqual(
        texts.map((text) => text.toLowerCase().includes(needle)),
      )
    }),
  )
})
