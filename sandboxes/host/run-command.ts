import { closeSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { SandboxError } from '../../core/errors.ts'
import type { ExecResult } from '../sandbox.ts'
import { captureOutput } from './capture.ts'
import { namelessFile } from './nameless-file.ts'
import { type CommandPipe, outputPipe } from './pipes.ts'

/** Files a command's first three descriptors are connected to. */
export interface CommandStreams {
  readonly stdin: number | 'ignore'
  readonly stdout: number
  readonly stderr: number
}

/** A command that was started. */
export interface RunningCommand {
  /**
   * Its exit code, once it has ended and nothing it started is left.
   * @throws SandboxError when it could not be started.
   */
  readonly ended: Promise<number>
  /** Ends it with all it started. May be called more than once. */
  stop(): void
}

export interface RunOptions {
  readonly stdin: string | Uint8Array | undefined
  readonly timeoutMs: number
  readonly maxOutputBytes: number
  readonly signal: AbortSignal | undefined
  /** Watches while it runs; what it returns, a line for standard error, ends the command. */
  readonly watch: (signal: AbortSignal) => Promise<string | undefined>
}

const TIMED_OUT = 124
const DRAIN_MS = 500
const KILLED = 137

/** Connects a command, waits for its end or a reason to end it, and tells what it did. */
export async function runCommand(
  start: (streams: CommandStreams) => Promise<RunningCommand>,
  options: RunOptions,
): Promise<ExecResult> {
  const { stdin, timeoutMs, maxOutputBytes, signal } = options
  signal?.throwIfAborted()
  const output = await outputPipe()
  const errors = await outputPipe()
  const pipes = [output, errors]
  const started = performance.now()
  const captures = [output, errors].map(({ own }) => captureOutput(own, maxOutputBytes))
  let command: RunningCommand
  let input: number | undefined
  try {
    signal?.throwIfAborted()
    // A file, not a pipe: `/dev/stdin` can be opened again after all was written.
    input = stdin === undefined || stdin.length === 0 ? undefined : namelessFile(stdin)
    command = await start({
      stdin: input ?? 'ignore',
      stdout: output.fd,
      stderr: errors.fd,
    })
  } catch (error) {
    close(pipes)
    throw error
  } finally {
    if (input !== undefined) closeSync(input)
  }
  for (const pipe of pipes) pipe.release()

  let timedOut = false
  const stop = () => command.stop()
  const timer = globalThis.setTimeout(() => {
    timedOut = true
    stop()
  }, timeoutMs)
  const watching = new AbortController()
  const watched = options.watch(watching.signal).then((line) => {
    if (line !== undefined) stop()
    return line
  })
  // Where the command itself fails, nobody asks any more.
  watched.catch(() => {})
  signal?.addEventListener('abort', stop, { once: true })
  try {
    const exitCode = await command.ended
    // Whoever could write to them is gone, or has hidden itself: then nobody waits for it.
    const drained = Promise.all(captures.map(({ ended }) => ended))
    await Promise.race([drained, setTimeout(DRAIN_MS, undefined, { ref: false })])
    // What has arrived while this program was busy is heard before the time counts.
    await Promise.race([drained, setImmediate()])
    signal?.throwIfAborted()
    watching.abort()
    const line = await watched
    const [out, err] = captures
    return {
      exitCode: timedOut ? TIMED_OUT : line === undefined ? exitCode : KILLED,
      stdout: out?.text() ?? '',
      stderr: (err?.text() ?? '') + (line === undefined ? '' : `${line}\n`),
      timedOut,
      truncated: captures.some(({ truncated }) => truncated),
      durationMs: Math.ceil(performance.now() - started),
    }
  } finally {
    clearTimeout(timer)
    watching.abort()
    signal?.removeEventListener('abort', stop)
    close(pipes)
  }
}

function close(pipes: readonly CommandPipe[]): void {
  for (const { own, release } of pipes) {
    release()
    own.destroy()
  }
}

/** Rejects with the signal's reason at once; the work is left to end on its own. */
export async function untilAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (!signal) return work
  let abort: () => void = () => {}
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
    work.catch(() => {})
  }
}

/** An error of starting a program, in our words. */
export function cannotStart(kind: string, cause: unknown): SandboxError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new SandboxError(`Cannot run a command in the ${kind} sandbox: ${reason}`, { cause })
}
