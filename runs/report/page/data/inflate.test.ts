import { deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { inflateJson } from './inflate.ts'

const written = (value: unknown) =>
  `\n${deflateRawSync(JSON.stringify(value)).toString('base64')}\n`

test('inflateJson reads what was deflated', async () => {
  const value = { text: 'żółć 日本 </script>', list: [1, null, true] }

  expect(await inflateJson(written(value))).toEqual(value)
})

test('inflateJson fails on a page that was cut off', async () => {
  const cut = written(Array.from({ length: 500 }, (_, i) => i)).slice(0, 400)

  await expect(inflateJson(cut)).rejects.toThrow()
})
