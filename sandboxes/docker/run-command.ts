import { randomBytes } from 'node:crypto'
import { SandboxError, withDeadline } from '../../core/index.ts'
import { shellQuote } from '../../core/shell-quote.ts'
import type { ExecResult } from '../sandbox.ts'
import type { Container } from './container.ts'
import type { Channel } from './held-stream.ts'
import { OutputCap } from './output-cap.ts'
import { RecordReader } from './record-reader.ts'
import { printing } from './shell-code.ts'

export interface Command {
  readonly command: string
  /** Absolute. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly stdin: { readonly bytes: Uint8Array } | { readonly path: string } | undefined
  readonly timeoutMs: number
  readonly maxOutputBytes: number
  readonly signal: AbortSignal | undefined
}

const TIMED_OUT = 124
const KILLED = 137
/** When the shell has ended and something it started has not, its output ends with so much silence. */
const SILENCE_MS = 200
const DRAIN_MS = 2000
/** What the command itself printed is waited for so long: a job it left may keep it from its relay. */
const MARK_MS = 10_000
const END_MS = 20_000
const LONGEST_TIMER_MS = 2 ** 31 - 1
/** What is there before a command begins: the relays of its two streams, and its own process. */
const PREPARED = 3

/**
 * Runs one command in a container's session. One that cannot begin, because what others left behind
 * takes all processes or ends the session, is tried once more when all that is gone.
 */
export async function runCommand(container: Container, request: Command): Promise<ExecResult> {
  const { timeoutMs, maxOutputBytes, signal } = request
  let session = await container.session()
  const started = performance.now()
  const outputs = { stdout: new OutputCap(maxOutputBytes), stderr: new OutputCap(maxOutputBytes) }
  let relays: Partial<Record<Channel, number>> = {}
  const cut = new Set<Channel>()
  let prepared = 0
  let begin: () => void = () => {}
  let exitCode: number | undefined
  let timedOut = false
  let heardAt = 0
  let draining: NodeJS.Timeout | undefined
  const mark = randomBytes(16).toString('hex')
  const marked = new Set<Channel>()
  let isStopped = false
  let isOver = false

  /** What is printed from now on is dropped where it is printed. */
  const drop = (channel: Channel) => {
    const pid = relays[channel]
    if (pid === undefined || cut.has(channel)) return
    cut.add(channel)
    container.supervisor.end(pid).catch(() => {})
  }
  const drain = (until: number) => {
    const since = performance.now()
    const look = () => {
      if (isOver) return
      if (heardAt > since && heardAt < until) return drain(until)
      drop('stdout')
      drop('stderr')
    }
    // What has arrived while this program was busy is heard before the silence counts.
    draining = setTimeout(() => setImmediate(look), SILENCE_MS)
  }
  const drainSoon = () => {
    if (exitCode === undefined || isOver) return
    clearTimeout(draining)
    if (marked.size === 2) drain(performance.now() + DRAIN_MS)
    else draining = setTimeout(() => drain(performance.now() + DRAIN_MS), MARK_MS)
  }
  const readerOf = (channel: Channel) => {
    const onData = (data: Buffer) => {
      heardAt = performance.now()
      outputs[channel].add(data)
      if (!outputs[channel].isCut) return
      drop(channel)
      onMark()
    }
    const onMark = () => {
      if (marked.has(channel)) return
      marked.add(channel)
      drainSoon()
    }
    return new RecordReader(mark, onData, onMark)
  }
  const readers = { stdout: readerOf('stdout'), stderr: readerOf('stderr') }
  const onData = (channel: Channel, data: Buffer) => readers[channel].push(data)
  const onRecord = (text: string) => {
    const [kind, name = '', number] = text.split(' ')
    if (kind === 'relay' || kind === 'ready') prepared++
    else if (prepared < PREPARED) return end()
    if (prepared === PREPARED) begin()
    if (kind === 'relay') {
      const channel = name === 'stderr' ? 'stderr' : 'stdout'
      relays[channel] = Number(number)
      if (outputs[channel].isCut) drop(channel)
    } else if (kind === 'exit') {
      exitCode = Number(name)
      drainSoon()
    }
  }
  let ended: Promise<void> | undefined
  const end = () => {
    ended ??= container.endAll()
    ended.catch(() => {})
  }
  const stop = () => {
    isStopped = true
    end()
  }
  const timer = setTimeout(
    () => {
      timedOut = true
      stop()
    },
    Math.min(timeoutMs, LONGEST_TIMER_MS),
  )
  signal?.addEventListener('abort', stop, { once: true })
  const attempt = async () => {
    prepared = 0
    relays = {}
    const held = new Promise<void>((resolve) => {
      begin = resolve
    })
    const isWhole = await session.run(scriptOf(request, container.shell, mark), {
      onData,
      onRecord,
      held,
    })
    // Without an exit code a command has killed its shell, or used up all processes: all of it must go.
    // Commands cannot end the container: where that is gone, this throws.
    if (!isWhole || exitCode === undefined) await (ended ?? container.endAll())
  }
  const work = async () => {
    await attempt()
    if (isStopped || prepared === PREPARED) return
    ended = undefined
    session = await container.session()
    if (isStopped) await ended
    else await attempt()
  }
  try {
    if (signal?.aborted) stop()
    await withDeadline('a command', timeoutMs + END_MS, undefined, work)
    if (!isStopped && prepared < PREPARED) {
      throw new SandboxError(
        'Cannot run a command in the docker sandbox: its session ends again and again',
      )
    }
  } catch (cause) {
    if (cause instanceof SandboxError) throw cause
    container.close()
    const reason = 'it did not end when its time was over'
    throw new SandboxError(`Cannot run a command in the docker sandbox: ${reason}`, { cause })
  } finally {
    isOver = true
    clearTimeout(timer)
    clearTimeout(draining)
    signal?.removeEventListener('abort', stop)
  }
  for (const reader of Object.values(readers)) reader.end()
  const durationMs = Math.ceil(performance.now() - started)
  return {
    exitCode: timedOut ? TIMED_OUT : (exitCode ?? KILLED),
    stdout: outputs.stdout.text(),
    stderr: outputs.stderr.text(),
    timedOut,
    truncated: outputs.stdout.isCut || outputs.stderr.isCut,
    durationMs,
  }
}

/**
 * The command in a subshell, its streams relayed apart from those of the session: so what it leaves in
 * the background can write into no other command's output. The exit code is told as soon as it is known.
 * It begins when it is given a line: when all processes beside it are there, so that it can tell its own
 * from them, and no lack of processes can take its output or its exit code. Its end is marked in both
 * streams, by no secret: who reads along learns nothing.
 */
function scriptOf({ command, cwd, env, stdin }: Command, shell: string, mark: string): string {
  const variables = Object.entries(env).map(([name, value]) => shellQuote(`${name}=${value}`))
  const prefix = variables.length > 0 ? `env ${variables.join(' ')} ` : ''
  const wait = `printf '%sready\\n' $secret >&6; read -r line <&5 || exit 1; exec 5<&- 6>&-`
  const start = `cd ${shellQuote(cwd)} || exit 1; exec ${prefix}${shell} -c ${shellQuote(command)}`
  const run = `( ${wait}; ${start} )`
  const streams = '2>&1 >&3 3>&- 7>&-'
  const connected =
    stdin === undefined
      ? `${run} </dev/null ${streams}`
      : 'path' in stdin
        ? `${run} <${shellQuote(stdin.path)} ${streams}`
        : `{\n${printing(stdin.bytes)}\n} 3>&- 5<&- 6>&- 7>&- | ${run} ${streams}`
  const marks = `printf '${mark}\\n' >&3; printf '${mark}\\n'`
  const told = `{ tells_end 6; ${connected}; printf '%sexit %d\\n' $secret $? >&6; ${marks}; }`
  const relayed = `{ tells_end 6; ${told} | relay stderr 7; } 3>&1 5<&0 | relay stdout 6`
  return `tells_end 6; ${relayed}; trap - EXIT`
}
