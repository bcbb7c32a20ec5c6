import type { AnyDef } from '../../../core/index.ts'
import { acting } from '../../../test/replay/acting.ts'
import type { RecordedCase } from '../../../test/replay/recorded-case.ts'
import type { RepairAction } from '../tools/action-space.ts'
import { bench } from './env.ts'

/** Takes a wrong way, and the tests tell it so. */
export const correcting = acting<RepairAction>(
  'correcting',
  {
    tool: 'bash',
    command: 'git status --short; node --test 2>&1 | grep -E "^(# (pass|fail)|not ok)"',
  },
  { tool: 'edit', path: 'src/median.js', find: 'sorted[middle]', replace: 'sorted[middle - 1]' },
  { tool: 'bash', command: 'node --test 2>&1 | grep -E "^(# (pass|fail)|not ok)"' },
  {
    tool: 'write',
    path: 'src/median.js',
    text: `'use strict'

exports.median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
`,
  },
  { tool: 'bash', command: 'node --test 2>&1 | grep -E "^(# (pass|fail)|not ok)"' },
  { tool: 'submit' },
)

export const benchInstanceCase: RecordedCase = {
  name: 'bench-instance',
  env: bench as unknown as AnyDef,
  agent: correcting,
  options: { tasks: 'fixtures/recordings/bench-instance/tasks', sandbox: 'docker' },
  needs: 'docker',
}

/** Counts a line too many at first. */
export const adding = acting<RepairAction>(
  'adding',
  { tool: 'bash', command: 'ls; sh make-ledger.sh | head -n 3' },
  {
    tool: 'bash',
    command:
      "sh make-ledger.sh | awk -F ';' '{ sum += $3 } END { print sum + NR }' > total.txt; cat total.txt",
  },
  {
    tool: 'bash',
    command:
      "sh make-ledger.sh | grep -v '^#' | awk -F ';' '{ sum += $3 } END { print sum }' > total.txt; cat total.txt",
  },
  { tool: 'submit' },
)

export const harborCase: RecordedCase = {
  name: 'bench-harbor',
  env: bench as unknown as AnyDef,
  agent: adding,
  options: { tasks: 'fixtures/recordings/bench-harbor/tasks', sandbox: 'docker' },
  needs: 'docker',
}
