import { expect, test } from 'vitest'
import { crc32c, maskedCrc32c } from './crc32c.ts'

test('has the check values of RFC 3720', () => {
  const ascending = Uint8Array.from({ length: 32 }, (_, at) => at)

  expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283)
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa)
  expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43)
  expect(crc32c(ascending)).toBe(0x46dd794e)
  expect(crc32c(ascending.toReversed())).toBe(0x113fdb5c)
  expect(crc32c(new Uint8Array())).toBe(0)
})

test('masks as TFRecord does', () => {
  // How an event file of TensorBoard begins: a record of 24 bytes.
  const length = Uint8Array.of(24, 0, 0, 0, 0, 0, 0, 0)

  expect(maskedCrc32c(length)).toBe(0x224b7fa3)
})
