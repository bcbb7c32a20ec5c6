import { SandboxError } from '../../core/errors.ts'
import { SandboxFileError } from '../sandbox.ts'
import type { Container } from './container.ts'
import { OutputCap } from './output-cap.ts'

export interface ScriptResult {
  readonly code: number
  readonly stdout: Buffer
  readonly complaint: string
  readonly isCut: boolean
}

const COMPLAINT_BYTES = 4096
const LIMIT_MS = 120_000
/** What shells say when a command has left so many processes behind that no other can start. */
const noProcess = /(cannot|can't) fork|fork: /i

/**
 * Runs a script of ours as the user of the commands. One whose session was ended meanwhile, by what a
 * command left behind, runs once more when all that is gone.
 */
export async function runScript(container: Container, script: string): Promise<ScriptResult> {
  const result = (await tryScript(container, script)) ?? (await tryScript(container, script))
  if (result) return result
  container.close()
  throw new SandboxError('Cannot use files of the docker sandbox: its session ends again and again')
}

async function tryScript(container: Container, script: string): Promise<ScriptResult | undefined> {
  const session = await container.session()
  const stdout = new OutputCap(container.mostBytes)
  const stderr = new OutputCap(COMPLAINT_BYTES)
  let code: number | undefined
  let ended: Promise<void> | undefined
  const end = () => {
    ended ??= container.endAll()
    ended.catch(() => {})
  }
  // A file may be a pipe by now, or without end.
  const timer = setTimeout(end, LIMIT_MS)
  try {
    const text = `( ${script}\n) </dev/null 2>&7 6>&- 7>&-; printf '%s%d\\n' $secret $?`
    const isWhole = await session.run(text, {
      onData: (channel, data) => {
        const output = channel === 'stdout' ? stdout : stderr
        output.add(data)
        if (stdout.isCut) end()
      },
      onRecord: (number) => {
        code = Number(number)
      },
    })
    const isStarved = code !== 0 && noProcess.test(stderr.text())
    if (isStarved) code = undefined
    if (!isWhole || code === undefined) await (ended ?? container.endAll())
  } finally {
    clearTimeout(timer)
  }
  if (code === undefined && !stdout.isCut) return undefined
  return {
    code: code ?? 1,
    stdout: stdout.bytes(),
    complaint: stderr.text().trim(),
    isCut: stdout.isCut,
  }
}

/** Runs a script with bytes as its standard input, in a process of its own: for what is too long for a session. */
export async function feedScript(
  container: Container,
  script: string,
  input: Uint8Array,
  path: string,
): Promise<void> {
  const start = () => container.exec(['/bin/sh', '-c', `( ${script}\n) && echo written`])
  const stream = await start().catch(async () => {
    // So many processes may be left that no other can start.
    await container.endAll()
    return start()
  })
  let printed = ''
  stream.listen((_channel, data) => {
    printed = (printed + data.toString()).slice(-COMPLAINT_BYTES)
  })
  stream.wake()
  const timer = setTimeout(() => stream.destroy(), LIMIT_MS)
  stream.write(input)
  stream.end()
  await stream.closed
  clearTimeout(timer)
  if (/(^|\n)written\n$/.test(printed)) return
  if (container.isGone) throw new SandboxError('Cannot write files: the container ended')
  throw fileError('write', path, printed)
}

export function fileError(verb: string, path: string, complaint: string): SandboxFileError {
  const reason = complaint.split('\n')[0]?.replace(/^\S*sh: (line )?\d+: /, '') || 'it failed'
  return new SandboxFileError(`Cannot ${verb} ${path}: ${reason}`, path)
}
