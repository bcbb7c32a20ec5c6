// biome-ignore-all lint: a program that does odd things on purpose
import { test } from 'node:test'

test('before', () => {})
test('exits', () => {
  process.exit(0)
})
test('after', () => {})
