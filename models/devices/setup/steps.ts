import { spawn } from 'node:child_process'

/** A step of the set-up did not work: exit code 1. */
export class SetupError extends Error {
  override readonly name = 'SetupError'
  constructor(reason: string) {
    super(`Cannot set up TensorFlow: ${reason}`)
  }
}

export interface Steps {
  readonly say: (line: string) => void
  readonly signal: AbortSignal
}

const LAST_WORDS = 20_000

/** Runs a program to its end, and gives what it printed. @throws SetupError with its last line. */
export function run(
  command: string,
  args: readonly string[],
  { signal }: Pick<Steps, 'signal'>,
  {
    cwd,
    env = {},
  }: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: what it started ends with it, too.
      detached: true,
    })
    let said = ''
    const hear = (text: string) => {
      said = (said + text).slice(-LAST_WORDS)
    }
    child.stdout.setEncoding('utf8').on('data', hear)
    child.stderr.setEncoding('utf8').on('data', hear)
    const stop = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
      } catch (error) {
        // All of it has ended by itself, and its last output is still to be read.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
      }
    }
    signal.addEventListener('abort', stop, { once: true })
    child.once('error', (error) => reject(new SetupError(`${command}: ${error.message}`)))
    child.once('close', (code) => {
      signal.removeEventListener('abort', stop)
      if (signal.aborted) reject(signal.reason)
      else if (code === 0) resolve(said)
      else reject(new SetupError(`${[command, ...args.slice(0, 3)].join(' ')}: ${problemIn(said)}`))
    })
  })
}

/** The line that says most of what went wrong. */
export function problemIn(said: string): string {
  const lines = said
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const errors = lines.filter((line) => /\berror\b/i.test(line))
  return (errors.at(0) ?? lines.at(-1) ?? 'it failed without a word').slice(0, 300)
}
