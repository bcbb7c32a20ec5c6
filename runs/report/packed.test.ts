import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../core/index.ts'
import { createPacker, rangesIn, unpack } from './packed.ts'

const line = fc.constantFrom('', 'ok 1 - adds', 'not ok 2 - subtracts', 'const total = 0', '§')
const passage = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'))
const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    passage,
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }) as fc.Arbitrary<Json>,
    fc.dictionary(fc.constantFrom('a', 'command', '§', '__proto__'), tie('value'), {
      maxKeys: 3,
      noNullPrototype: true,
    }) as fc.Arbitrary<Json>,
  ),
})).value

test('what was packed with others and stored as JSON is unpacked as it was', () => {
  fc.assert(
    fc.property(fc.array(json, { maxLength: 6 }), (values) => {
      const packer = createPacker()
      const stored = JSON.parse(
        JSON.stringify({ packed: values.map((value) => packer.pack(value)), lines: packer.lines }),
      )

      const back = stored.packed.map((packed: never) => unpack(packed, stored.lines))

      expect(JSON.stringify(back)).toBe(JSON.stringify(values))
    }),
    { numRuns: 300 },
  )
})

test('a passage that was seen before costs one range', () => {
  const packer = createPacker()
  const file = Array.from({ length: 200 }, (_, n) => `  line ${n} of the file`).join('\n')
  packer.pack(file)
  const before = packer.size

  const packed = packer.pack(`$ cat file\n${file}\n$ `)

  expect(packed).toEqual({ '§': [200, 1, 0, 200, 201, 1] })
  expect(packer.size - before).toBe('$ cat file'.length + '$ '.length)
})

test('the ranges of a value are those of every text in it, short texts as they are', () => {
  const packer = createPacker()
  const long = 'a text that is long enough for the table'
  const packed = packer.pack({ short: 'no', '§': 1, list: [long, { '§': long }] })

  const found = [...rangesIn(packed)]

  expect(found).toEqual(['no', [0, 1], [0, 1]])
})
