// biome-ignore-all lint: a program that does odd things on purpose
import { test } from 'node:test'

test('declared', () => {})
throw new Error('while loading')
