import { createHash, timingSafeEqual } from 'node:crypto'
import { secretBytes } from '../../../../../core/secret-bytes.ts'
import { shellWord } from '../../../../../core/shell-quote.ts'
import type { HarnessPlan, HarnessReport, HarnessRequest } from '../harness.ts'
import { CORE } from './core.ts'
import { ORIGINS } from './origins.ts'
import { STARTUP } from './startup.ts'

export interface GuardedRun {
  readonly request: HarnessRequest
  readonly command: string
  /** Python that defines `start(key, settings)`, after the text of the core. */
  readonly guard: string
  /** Modules (`python -m`) or scripts that are the runner. */
  readonly programs: readonly string[]
}

/**
 * A command with the guard in every Python it starts. The file of the results holds the key at
 * first: whoever finds it there still knows that no runner came to take it.
 */
export function guardedPlan({ request, command, guard, programs }: GuardedRun): HarnessPlan {
  const { folder, root } = request
  const report = `${folder}/results`
  const key = Buffer.from(secretBytes(32))
  const initial = `key ${key.toString('hex')}\n`
  const settings = { report, root, programs: programs.join(' ') }
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`)
  return {
    files: {
      [`${folder}/sitecustomize.py`]: STARTUP,
      [`${folder}/guard.py`]: `${CORE}\n${ORIGINS}\n${guard}`,
      [`${folder}/settings`]: lines.join(''),
      [report]: initial,
    },
    command: `${searchPath(folder)}\n${withSearchPath(command, folder)}`,
    report,
    read: (text) => (text === initial ? notStarted : readResults(text, key)),
  }
}

const notStarted: HarnessReport = { started: false, ended: false, log: '', integrity: [] }

const searchPath = (folder: string) =>
  `export PYTHONPATH=${shellWord(folder)}"\${PYTHONPATH:+:$PYTHONPATH}" DJANGO_TEST_PROCESSES=1`

/** Where a command sets the path itself, the folder comes first there too. */
function withSearchPath(command: string, folder: string): string {
  return command.replaceAll(/(?<![\w$])PYTHONPATH=/g, () => `PYTHONPATH=${shellWord(folder)}:`)
}

const RECORD = /^([0-9a-f]{64}) ((note|end) ([0-9a-f]*))$/

function readResults(text: string, key: Buffer): HarnessReport {
  const integrity = new Set<string>()
  let log: string | undefined
  for (const line of text.split('\n')) {
    const [, stamp = '', body = '', kind, payload = ''] = RECORD.exec(line) ?? []
    if (kind === undefined || !isStampOf(stamp, body, key)) continue
    const said = Buffer.from(payload, 'hex').toString('utf8')
    if (kind === 'end') log = said
    else integrity.add(said)
  }
  return { started: true, ended: log !== undefined, log: log ?? '', integrity: [...integrity] }
}

function isStampOf(stamp: string, body: string, key: Buffer): boolean {
  const right = createHash('sha3-256').update(key).update(body).digest()
  return timingSafeEqual(right, Buffer.from(stamp, 'hex'))
}
