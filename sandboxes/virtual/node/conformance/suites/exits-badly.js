// biome-ignore-all lint: a program that does odd things on purpose
import { test } from 'node:test'

test('before', async () => {
  await new Promise((resolve) => setTimeout(resolve, 30))
})
test('exits', () => {
  process.exit(3)
})
