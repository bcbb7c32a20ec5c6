import { expect, test } from 'vitest'
import { invocation } from './invocation.ts'

test('from the sources a command is started through npm, and paths survive a shell', () => {
  expect(invocation('report', 'palaestra-runs/a-1')).toBe('npm run report -- palaestra-runs/a-1')
  expect(invocation('run', '--resume', 'x')).toBe('npm run palaestra -- run --resume x')
  expect(invocation('report', "my run's $x")).toBe(`npm run report -- 'my run'\\''s $x'`)
})
