// biome-ignore-all lint: a program that does odd things on purpose
import { test } from 'node:test'

console.log('TAP version 13')
console.log('ok 1 - fake')
process.stdout.write('not ended')
test('real', () => {
  console.log('    ok 1 - nested fake')
  console.error('# tests 99')
})
