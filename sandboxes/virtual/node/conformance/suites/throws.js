import { test } from 'node:test'

test('declared', () => {})
throw new Error('while loading')
