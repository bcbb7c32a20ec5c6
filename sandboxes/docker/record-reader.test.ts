import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecordReader } from './record-reader.ts'

const SECRET = '0123456789abcdef'

test('holds back nothing but what may be the beginning of a secret', () => {
  const data: string[] = []
  const reader = new RecordReader(
    SECRET,
    (chunk) => data.push(chunk.toString()),
    () => {},
  )

  for (const chunk of ['0123 is none', ' 0123', '45', ' is none']) reader.push(Buffer.from(chunk))

  expect(data).toEqual(['0123 is none', ' ', '012345 is none'])
})

test('parts data and records, however the stream is cut into chunks', () => {
  const part = fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((data) => ({ data: Buffer.from(data) })),
    // What looks like the beginning of a secret.
    fc.nat(SECRET.length - 1).map((length) => ({ data: Buffer.from(SECRET.slice(0, length)) })),
    fc.constantFrom('exit 0', 'end', '').map((record) => ({ record })),
  )
  fc.assert(
    fc.property(fc.array(part), fc.array(fc.integer({ min: 1, max: 20 })), (parts, sizes) => {
      const stream = Buffer.concat(
        parts.map((each) =>
          'data' in each ? each.data : Buffer.from(`${SECRET}${each.record}\n`),
        ),
      )
      const data: Buffer[] = []
      const records: string[] = []
      const reader = new RecordReader(
        SECRET,
        (chunk) => data.push(Buffer.from(chunk)),
        (text) => records.push(text),
      )

      for (let at = 0, i = 0; at < stream.length; i++) {
        const size = sizes[i % Math.max(1, sizes.length)] ?? 7
        reader.push(stream.subarray(at, at + size))
        at += size
      }
      reader.end()

      const isRecord = parts.flatMap((each) => ('record' in each ? [each.record] : []))
      const isData = parts.flatMap((each) => ('data' in each ? [each.data] : []))
      expect(records).toEqual(isRecord)
      expect(Buffer.concat(data)).toEqual(Buffer.concat(isData))
    }),
  )
})
