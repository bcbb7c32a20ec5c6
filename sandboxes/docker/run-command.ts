import { SandboxError, withDeadline } from '../../core/index.ts'
import { shellQuote } from '../../core/shell-quote.ts'
import type { ExecResult } from '../sandbox.ts'
import type { Container } from './container.ts'
import type { Channel } from './held-stream.ts'
import { OutputCap } from './output-cap.ts'
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
const END_MS = 20_000
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Runs one command in a container's session. */
export async function runCommand(container: Container, request: Command): Promise<ExecResult> {
  const { timeoutMs, maxOutputBytes, signal } = request
  const session = await container.session()
  const started = performance.now()
  const outputs = { stdout: new OutputCap(maxOutputBytes), stderr: new OutputCap(maxOutputBytes) }
  const relays: Partial<Record<Channel, number>> = {}
  const cut = new Set<Channel>()
  let exitCode: number | undefined
  let timedOut = false
  let heardAt = 0
  let draining: NodeJS.Timeout | undefined
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
  const onData = (channel: Channel, data: Buffer) => {
    heardAt = performance.now()
    outputs[channel].add(data)
    if (outputs[channel].isCut) drop(channel)
  }
  const onRecord = (text: string) => {
    const [kind, name = '', number] = text.split(' ')
    if (kind === 'relay') {
      const channel = name === 'stderr' ? 'stderr' : 'stdout'
      relays[channel] = Number(number)
      if (outputs[channel].isCut) drop(channel)
    } else if (kind === 'exit') {
      exitCode = Number(name)
      drain(performance.now() + DRAIN_MS)
    }
  }
  let ended: Promise<void> | undefined
  const end = () => {
    ended ??= container.endAll()
    ended.catch(() => {})
  }
  const timer = setTimeout(
    () => {
      timedOut = true
      end()
    },
    Math.min(timeoutMs, LONGEST_TIMER_MS),
  )
  signal?.addEventListener('abort', end, { once: true })
  try {
    if (signal?.aborted) end()
    const work = () => session.run(scriptOf(request, container.shell), { onData, onRecord })
    const isWhole = await withDeadline('a command', timeoutMs + END_MS, undefined, work)
    // Without an exit code a command has killed its shell, or used up all processes: all of it must go.
    // Commands cannot end the container: where that is gone, this throws.
    if (!isWhole || exitCode === undefined) await (ended ?? container.endAll())
  } catch (cause) {
    if (cause instanceof SandboxError) throw cause
    container.close()
    const reason = 'it did not end when its time was over'
    throw new SandboxError(`Cannot run a command in the docker sandbox: ${reason}`, { cause })
  } finally {
    isOver = true
    clearTimeout(timer)
    clearTimeout(draining)
    signal?.removeEventListener('abort', end)
  }
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
 */
function scriptOf({ command, cwd, env, stdin }: Command, shell: string): string {
  const variables = Object.entries(env).map(([name, value]) => shellQuote(`${name}=${value}`))
  const prefix = variables.length > 0 ? `env ${variables.join(' ')} ` : ''
  const run = `( cd ${shellQuote(cwd)} || exit 1; exec ${prefix}${shell} -c ${shellQuote(command)} )`
  const streams = '2>&1 >&3 3>&- 6>&- 7>&-'
  const connected =
    stdin === undefined
      ? `${run} </dev/null ${streams}`
      : 'path' in stdin
        ? `${run} <${shellQuote(stdin.path)} ${streams}`
        : `{\n${printing(stdin.bytes)}\n} 3>&- 6>&- 7>&- | ${run} ${streams}`
  return `{ { ${connected}; printf '%sexit %d\\n' $secret $? >&6; } | relay stderr >&7 9>&6; } 3>&1 | relay stdout >&6 9>&6`
}
