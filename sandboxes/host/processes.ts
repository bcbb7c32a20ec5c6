import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Environment variable by which the processes of a sandbox are found again. */
export const MARKER = 'PALAESTRA_SANDBOX'

interface ProcessStatus {
  readonly pid: number
  readonly parent: number
  readonly state: string
  /** Clock ticks after boot at which it started: with its id it names a process for good. */
  readonly started: string
}

/** undefined: there is no such process. */
export function statusOf(pid: number | 'self'): ProcessStatus | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name of the program stands in parentheses and may hold any character.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const [state = '', parent = '0'] = fields
    return {
      pid: Number.parseInt(text, 10),
      parent: Number(parent),
      state,
      started: fields[19] ?? '',
    }
  } catch {
    return undefined
  }
}

/** A zombie runs no more. */
export function isAlive(pid: number): boolean {
  const status = statusOf(pid)
  return status !== undefined && status.state !== 'Z' && status.state !== 'X'
}

/**
 * Processes whose marker begins like this, and all that descend from them; where it names a folder, by
 * its slash at the end, also those that are in that folder.
 */
export const markedProcesses = (prefix: string): readonly number[] => look(prefix).found

interface Seen {
  readonly found: readonly number[]
  /** Processes that do not show yet whether they are among them. */
  readonly unsure: readonly string[]
}

/** Processes that never showed it: foreign ones that have wiped out what they were given. */
const silent = new Set<string>()

function look(prefix: string): Seen {
  const wanted = Buffer.from(`\0${MARKER}=${prefix}`)
  const all = readdirSync('/proc').flatMap((name) => {
    const status = /^\d+$/.test(name) ? statusOf(Number(name)) : undefined
    return status && status.pid !== process.pid && status.state !== 'Z' ? [status] : []
  })
  const found = new Set<number>()
  const unsure: string[] = []
  for (const { pid, started } of all) {
    const isInFolder = prefix.endsWith('/') && directoryOf(pid).includes(`/${prefix}`)
    const environment = isInFolder ? wanted : environmentOf(pid)
    if (environment === undefined) unsure.push(`${pid}-${started}`)
    else if (environment.includes(wanted)) found.add(pid)
  }
  // A child may have cleared its environment; its ancestors may be listed after it.
  for (let before = -1; before !== found.size; ) {
    before = found.size
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid)
  }
  return { found: [...found], unsure: unsure.filter((one) => !silent.has(one)) }
}

function directoryOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return ''
  }
}

/** undefined: its program is just being loaded, and shows in a moment what it was given. */
function environmentOf(pid: number): Buffer | undefined {
  try {
    const given = readFileSync(`/proc/${pid}/environ`)
    if (given.length === 0 && isLoading(pid)) return undefined
    return Buffer.concat([Buffer.from('\0'), given])
  } catch {
    // It has ended, or belongs to somebody else.
    return Buffer.alloc(0)
  }
}

/** It has no arguments yet. A thread of the kernel has none either, and no program: that throws. */
const isLoading = (pid: number): boolean =>
  readFileSync(`/proc/${pid}/cmdline`).length === 0 && readlinkSync(`/proc/${pid}/exe`) !== ''

/** No error where it has ended before. A negative id means its group. */
export function killProcess(pid: number, signal: 'SIGKILL' | 'SIGSTOP' = 'SIGKILL'): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ESRCH' && code !== 'EPERM') throw error
  }
}

const MOST_ROUNDS = 100

/** Ends all processes with a marker, also those they start meanwhile. */
export async function killMarked(prefix: string): Promise<void> {
  let unsure: readonly string[] = []
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const seen = look(prefix)
    unsure = seen.unsure
    if (seen.found.length === 0 && unsure.length === 0) return
    // What is stopped forks no more while the others are found.
    for (const pid of seen.found) killProcess(pid, 'SIGSTOP')
    for (const pid of seen.found) killProcess(pid)
    await new Promise((resolve) => setTimeout(resolve, round === 0 ? 1 : 10))
  }
  for (const one of unsure) silent.add(one)
}
