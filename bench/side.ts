import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { pythonWith, reasonOf } from './python-environment.ts'

export interface Answer {
  readonly ms: readonly number[]
  /** Time of the processor: what a neighbour’s load changes least. */
  readonly cpuMs: readonly number[]
  readonly peakMiB: number
  /** From the start of the process to the end of its first step. */
  readonly firstMs?: number
}

/** A process that trains when asked. */
export interface Side {
  ask(question: object): Promise<Answer>
  close(): void
}

export function openSide(command: string, args: readonly string[]): Side {
  // Idle threads of OpenMP spin by default, and take the other side's core.
  const env = { ...process.env, OMP_WAIT_POLICY: 'PASSIVE' }
  const child = spawn(command, [...args], { stdio: ['pipe', 'pipe', 'inherit'], env })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`)
      const { value, done } = await lines.next()
      if (done) throw new Error(`${command} ended before it answered`)
      return JSON.parse(value) as Answer
    },
    close: () => child.stdin.end(),
  }
}

/** A side of Palaestra's own, in a process like that of its peer. */
export const openOurs = (file: string, threads: string): Side =>
  openSide(process.execPath, ['--conditions=palaestra-source', '--import', 'tsx', file, threads])

/** A side in Python with PyTorch; why there is none, where it cannot be installed. */
export function openTorch(file: string, threads: string): Side | { readonly missing: string } {
  try {
    const python = pythonWith('torch', ['torch==2.13.0+cpu', 'numpy==2.4.6'])
    return openSide(python, [file, threads])
  } catch (error) {
    return { missing: reasonOf(error) }
  }
}
