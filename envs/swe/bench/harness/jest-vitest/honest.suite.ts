import { expect } from 'vitest'
import { openSandbox } from '../../../../../sandboxes/index.ts'
import { packageFiles } from '../../attacks/packages.ts'
import { runners } from '../../parsers/runners.ts'
import { runTests } from '../run-tests.ts'

export interface HonestProject {
  readonly runner: 'jest' | 'vitest'
  readonly files: Readonly<Record<string, string>>
  /** The command to take over; ours where there is none. */
  readonly command?: string
}

const OWN_REPORT = {
  jest: 'npx --no-install jest --ci --json',
  vitest: 'npx --no-install vitest run --reporter=json',
}

/** What the harness says of a project, and what the runner's own JSON report does. */
export async function bothReports({ runner, files, command }: HonestProject) {
  await using sandbox = await openSandbox({ kind: 'bubblewrap', fresh: true })
  await sandbox.writeFiles({ ...(await packageFiles([runner])), ...files })
  const { parse } = runners[runner]
  const root = sandbox.workdir
  const run = await runTests(
    sandbox,
    { command: command ?? '', parse, runner },
    {
      root,
      isOwnCommand: command !== undefined,
      testFiles: [],
      timeoutMs: 60_000,
    },
  )
  expect(run).toMatchObject({ channel: 'harness', integrity: [] })
  const own = `${sandbox.tmpdir}/own.json`
  await sandbox.exec('chmod +x node_modules/.bin/*')
  const env = { CI: '1', NO_COLOR: '1' }
  await sandbox.exec(`${OWN_REPORT[runner]} --outputFile=${own}`, { timeoutMs: 60_000, env })
  return { ours: sorted(run.statuses), own: sorted(parse(await sandbox.readText(own), { root })) }
}

const sorted = (statuses: ReadonlyMap<string, string>) =>
  Object.fromEntries([...statuses].sort(([a], [b]) => (a < b ? -1 : 1)))
