import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { alarmTable } from './alarms.ts'

test('the guide has every alarm, with what is seen, what it means and what to do', () => {
  const guide = readFileSync(join(import.meta.dirname, '../../docs/guide/rl.md'), 'utf8')
  const rows = alarmTable.map(
    ({ name, seen, means, advice }) => `| \`${name}\` | ${seen} | ${means} | ${advice} |`,
  )

  expect(guide).toContain(`|---|---|---|---|\n${rows.join('\n')}\n`)
})
