import { fork } from 'node:child_process'
import type { Readable } from 'node:stream'

/** One thing that is tried in a process of its own. */
export type Trial =
  | 'onnx cpu'
  | 'onnx webgpu'
  | 'onnx cuda'
  | 'adapter'
  | 'tfjs native'
  | 'tfjs webgpu'
  | 'tfjs wasm'
  | 'tfjs cpu'

export type Finding =
  | {
      readonly works: true
      readonly detail: string
      /** A graphics adapter that is a program on the CPU. */
      readonly software?: boolean
      /** Native TensorFlow took a GPU. */
      readonly onGpu?: boolean
    }
  | { readonly works: false; readonly problem: string }

/** A first start of CUDA takes tens of seconds on a cold machine. */
const DEADLINE_MS = 60_000
/** Of what a process said before it fell. */
const LAST_WORDS = 2_000

export interface TrialOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly deadlineMs?: number
  readonly signal?: AbortSignal
}

/** Tries it; a process that crashes, hangs or says nothing is a finding like others. */
export function tryOut(trial: Trial, options: TrialOptions = {}): Promise<Finding> {
  const source = import.meta.url.endsWith('.ts')
  const entry = new URL(source ? './probe-from-source.mjs' : './probe.js', import.meta.url)
  return ask(entry, [trial], options)
}

/** What a program sends as its first message. */
export function ask(
  program: URL,
  argv: readonly string[],
  { env = {}, deadlineMs = DEADLINE_MS, signal }: TrialOptions = {},
): Promise<Finding> {
  return new Promise((resolve) => {
    const child = fork(program, argv, {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, ...env },
      execArgv: import.meta.url.endsWith('.ts') ? ['--conditions=palaestra-source'] : [],
    })
    const said = lastWords(child.stderr)
    const end = (finding: Finding) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      child.kill('SIGKILL')
      resolve(finding)
    }
    const fail = (problem: string) => end({ works: false, problem })
    const abort = () => fail('it was interrupted')
    const timer = setTimeout(() => fail(`no answer within ${deadlineMs / 1000} s`), deadlineMs)
    signal?.addEventListener('abort', abort, { once: true })
    if (signal?.aborted) abort()
    child.once('message', (finding) => end(finding as Finding))
    child.once('error', (error) => fail(error.message))
    child.once('close', (code, cause) => {
      const how = cause ? `signal ${cause}` : `exit code ${code}`
      fail(`trying it ended the process (${[how, said()].filter(Boolean).join(': ')})`)
    })
  })
}

/** The last line of a stream that says something. */
function lastWords(stream: Readable | null): () => string {
  let text = ''
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-LAST_WORDS)
  })
  return () => text.trim().split('\n').at(-1)?.trim() ?? ''
}
