import type { AnyDef } from '../../core/index.ts'
import { acting } from '../../test/replay/acting.ts'
import type { RecordedCase } from '../../test/replay/recorded-case.ts'
import { repair } from './env.ts'
import type { RepairAction } from './tools/action-space.ts'

/** Looks, tries what does not help, sees that it does not, and mends it. */
export const mending = acting<RepairAction>(
  'mending',
  { tool: 'bash', command: 'git log --oneline | wc -l; ls src test' },
  { tool: 'view', path: 'src/records.js', from: 1, to: 30 },
  { tool: 'edit', path: 'src/records.js', find: '?? 0) + 0;', replace: '?? 0);' },
  { tool: 'bash', command: 'node --test --test-reporter=tap 2>&1 | grep -E "^# (pass|fail)"' },
  { tool: 'edit', path: 'src/records.js', find: '?? 0);', replace: '?? 0) + 1;' },
  { tool: 'bash', command: 'node --test --test-reporter=tap 2>&1 | grep -E "^# (pass|fail)"' },
  { tool: 'submit' },
)

export const repairDockerCase: RecordedCase = {
  name: 'repair-docker',
  env: repair as unknown as AnyDef,
  agent: mending,
  seed: 11,
  task: 'csv-table-f3834d61',
  options: { sandbox: 'docker' },
  needs: 'docker',
}
