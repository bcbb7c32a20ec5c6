/**
 * `npm run fixtures:record`: makes the recordings under fixtures/recordings anew, all of them or those that are
 * named. Look at `git diff` afterwards: only what changed in the code may have changed there.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AnyDef, ConfigError } from '../core/index.ts'
import { dropUnusedBlobs } from '../fixtures/cassette/index.ts'
import { record } from '../fixtures/index.ts'
import { closeSandboxes } from '../sandboxes/index.ts'
import { cases } from '../test/replay/cases.ts'
import { type RecordedCase, recordings } from '../test/replay/recorded-case.ts'
import { hasSystemPart } from '../test/system-parts.ts'

/** The run of several episodes, as a user records it. */
const repairRun = ['env:swe', '--agent', 'repair', '--sandbox', 'virtual', '--episodes', '2']

const recorders: Readonly<Record<string, () => Promise<void>>> = {
  ...Object.fromEntries(cases.map((each) => [each.name, () => recordCase(each)])),
  repair: async () => recordRun('repair', [...repairRun, '--seed', '5', '--max-turns', '8']),
}

try {
  const named = process.argv.slice(2)
  const chosen = named.length > 0 ? named : Object.keys(recorders)
  checkChosen(chosen)
  for (const name of chosen) {
    await recorders[name]?.()
    console.log(`Recorded ${recordings}/${name}`)
  }
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  console.error(error.message)
  process.exitCode = 2
} finally {
  closeSandboxes()
}

/** Before anything is recorded: half of it would help nobody. */
function checkChosen(chosen: readonly string[]): void {
  const known = Object.keys(recorders)
  const unknown = chosen.find((name) => !known.includes(name))
  if (unknown !== undefined) {
    throw new ConfigError(`Cannot record ${unknown}: no such case (there are ${known.join(', ')})`)
  }
  for (const { name, needs } of cases) {
    if (!needs || !chosen.includes(name) || hasSystemPart(needs)) continue
    throw new ConfigError(
      `Cannot record ${name}: it needs ${needs} (npm run setup:system adds it; or name other cases)`,
    )
  }
}

async function recordCase({ name, opens, clock, ...episode }: RecordedCase) {
  const folder = join(recordings, name)
  mkdirSync(folder, { recursive: true })
  const opened = await opens?.()
  try {
    const { outcome } = await record<AnyDef>(join(folder, `${name}.jsonl`), {
      ...episode,
      clock: clock?.(),
      onWarning: (message) => console.error(message),
    })
    if (outcome.status === 'failed') {
      throw new ConfigError(`Cannot record ${name}: ${outcome.error.message} (repair what failed)`)
    }
  } finally {
    await opened?.[Symbol.asyncDispose]()
  }
  await dropUnusedBlobs(folder)
}

function recordRun(name: string, argv: readonly string[]): void {
  const out = mkdtempSync(join(tmpdir(), 'palaestra-record-'))
  try {
    const { status } = spawnSync(
      process.execPath,
      [
        ...['--conditions=palaestra-source', '--import', 'tsx', 'cli/main.ts', ...argv],
        ...['--record', join(recordings, name), '--out', join(out, 'run'), '--quiet', '--json'],
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    )
    if (status !== 0) throw new ConfigError(`Cannot record ${name}: the run failed (see above)`)
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}
