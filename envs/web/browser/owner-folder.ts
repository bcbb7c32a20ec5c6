import { execFileSync } from 'node:child_process'
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileReason, SandboxError } from '../../../core/index.ts'
import { isOwnerGone, ownerName } from '../../../sandboxes/index.ts'

/** Environment variable by which the processes of a browser are found again; its value is their folder. */
export const MARKER = 'PALAESTRA_BROWSER_FOLDER'

/** A folder for all files of one browser; its name says whose it is. */
export function makeBrowserFolder(): string {
  const path = mkdtempSync(join(baseFolder(), `${ownerName()}-`))
  for (const part of ['profile/Default', 'artifacts', 'tmp', 'videos']) {
    mkdirSync(join(path, part), { recursive: true, mode: 0o700 })
  }
  return path
}

/** Ends browsers of programs that are gone, as after `kill -9`, and removes their folders. */
export async function reapOrphans(): Promise<void> {
  const base = baseFolder()
  for (const name of readdirSync(base).filter(isOwnerGone)) {
    const folder = join(base, name)
    for (const pid of processesOf(folder)) kill(pid)
    // What was killed may be writing still.
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  }
}

/** Ends a process, or with a negative id its group; no error where it has ended before. */
export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended, or belongs to somebody else.
  }
}

function baseFolder(): string {
  const base = join(realpathSync(tmpdir()), `palaestra-web-${process.getuid?.() ?? 0}`)
  try {
    mkdirSync(base, { recursive: true, mode: 0o700 })
  } catch (error) {
    const [reason, advice] = fileReason(error)
    throw new SandboxError(`Cannot keep a browser in ${base}: ${reason} (${advice})`)
  }
  const found = lstatSync(base)
  const isOwn = process.getuid === undefined || found.uid === process.getuid()
  if (found.isDirectory() && isOwn) return base
  throw new SandboxError(
    `Cannot keep a browser in ${base}: it is not a folder of yours (remove it, or set TMPDIR)`,
  )
}

/** Every process of the browser inherits the marker, its renderers too. */
function processesOf(folder: string): readonly number[] {
  // There, a browser ends by itself when the pipe to its owner does.
  if (process.platform === 'win32') return []
  if (process.platform !== 'linux') return listedProcesses(folder)
  const wanted = Buffer.from(`${MARKER}=${folder}\0`)
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && environmentOf(pid).includes(wanted))
}

function environmentOf(pid: number): Buffer {
  try {
    return readFileSync(`/proc/${pid}/environ`)
  } catch {
    return Buffer.alloc(0)
  }
}

function listedProcesses(folder: string): readonly number[] {
  const text = execFileSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' })
  const own = text.split('\n').filter((line) => line.includes(`--user-data-dir=${folder}/`))
  return own.map((line) => Number.parseInt(line, 10)).filter((pid) => pid > 0)
}
