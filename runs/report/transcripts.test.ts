import { inflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Json } from '../../core/index.ts'
import { unpack } from './packed.ts'
import { createTranscripts } from './transcripts.ts'

/** About `chars` characters that do not repeat. */
function trajectoryOf(n: number, chars: number): Json {
  let state = n + 1
  const line = () => {
    state = (state * 48_271) % 2_147_483_647
    return `${state.toString(36)} ${(state * 7).toString(36)} ${n}`
  }
  const observation: string[] = []
  for (let size = 0; size < chars; size += observation.at(-1)?.length ?? 0) observation.push(line())
  return { id: `e${n}`, turns: [{ observation: observation.join('\n') }] }
}

const decode = (bytes: Buffer) => JSON.parse(inflateRawSync(bytes).toString('utf8'))

test('every transcript is found in the blob it is said to be in', async () => {
  const transcripts = createTranscripts(2 ** 30, { partChars: 120_000, blobChars: 500 })
  const trajectories = Array.from({ length: 40 }, (_, n) => trajectoryOf(n, 5_000))
  for (const [n, trajectory] of trajectories.entries()) {
    await transcripts.add(n % 2, `e${n}`, trajectory)
  }

  const { lines, blobs } = await transcripts.finish()

  expect(lines.length).toBeGreaterThan(1)
  expect(blobs.length).toBeGreaterThan(5)
  for (const [n, trajectory] of trajectories.entries()) {
    const blob = blobs[transcripts.blobOf(n % 2, `e${n}`) ?? -1]
    const found = decode(blob?.bytes ?? Buffer.from('')).find(
      ({ id, run }: { id: string; run: number }) => id === `e${n}` && run === n % 2,
    )
    const table = lines[blob?.part ?? -1] ?? Buffer.from('')
    expect(unpack(found.packed, decode(table))).toEqual(trajectory)
  }
  expect(transcripts.blobOf(1, 'e0')).toBeNull()
  expect(transcripts.leftOut()).toBe(0)
})

test('transcripts beyond the limit are left out and counted', async () => {
  const transcripts = createTranscripts(10_000, { partChars: 120_000, blobChars: 4000 })
  for (let n = 0; n < 60; n++) await transcripts.add(0, `e${n}`, trajectoryOf(n, 10_000))

  const { lines, blobs } = await transcripts.finish()

  const held = blobs.flatMap(({ bytes }) => decode(bytes)).length
  expect(transcripts.leftOut()).toBe(60 - held)
  expect(held).toBeGreaterThan(0)
  expect(held).toBeLessThan(30)
  expect(lines.length).toBeGreaterThan(0)
})

test('no transcripts are no data', async () => {
  expect(await createTranscripts(1).finish()).toEqual({ lines: [], blobs: [] })
})
