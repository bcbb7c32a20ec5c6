import { spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SandboxError } from '../../core/errors.ts'
import { isOwnerGone, ownerName } from './owner-name.ts'
import { killMarked } from './processes.ts'

export { isOwnerGone as isDriverGone }

/** The user commands run as, where it is not the one that runs this program. */
export interface Identity {
  readonly uid: number
  readonly gid: number
}

/** Where one program keeps the folders of its sandboxes; its name says whose it is. */
export interface DriverFolder {
  readonly path: string
  /** First part of the marker of all its sandboxes' processes. */
  readonly name: string
  /** What other programs left behind when they were killed; called once before the first sandbox. */
  readonly reaped: Promise<void>
}

let current: DriverFolder | undefined

/** This program's folder, made when first asked for and removed when it ends. */
export function driverFolder(): DriverFolder {
  if (current) return current
  const base = baseFolder()
  const path = mkdtempSync(join(base, `${ownerName()}-`))
  // Whoever runs commands passes through to a folder of a sandbox, which is closed to all others.
  chmodSync(path, 0o711)
  const name = path.slice(base.length + 1)
  current = { path, name, reaped: reap(base) }
  process.once('exit', endDriver)
  return current
}

/** Removes the folder with all sandboxes in it; a later sandbox makes a new one. */
export function endDriver(): void {
  if (!current) return
  const { path } = current
  current = undefined
  rmSync(path, { recursive: true, force: true })
}

/**
 * As root, commands run as a user of their own, which owns nothing: so that even what escapes has no
 * rights, and the kernel counts its processes. undefined for an ordinary user.
 */
export function commandIdentity(): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined
  const wanted = UIDS_FROM + (process.pid % UIDS)
  const id = isMapped(wanted) ? wanted : NOBODY
  return { uid: id, gid: id }
}

/** Far above the ids that systems, containers and directories give to people. */
const UIDS_FROM = 1_800_000_000
const UIDS = 100_000_000
const NOBODY = 65_534

function isMapped(id: number): boolean {
  const lines = readFileSync('/proc/self/uid_map', 'utf8').trim().split('\n')
  return lines.some((line) => {
    const [inside = 0, , count = 0] = line.trim().split(/\s+/).map(Number)
    return id >= inside && id < inside + count
  })
}

/** A folder that belongs to whoever runs commands, closed to all others. */
export function makeOwnFolder(path: string, identity: Identity | undefined, mode = 0o700): void {
  mkdirSync(path, { mode })
  if (identity) chownSync(path, identity.uid, identity.gid)
}

function baseFolder(): string {
  const base = join(realpathSync(tmpdir()), `palaestra-${process.getuid?.() ?? 0}`)
  mkdirSync(base, { recursive: true, mode: 0o711 })
  const found = lstatSync(base)
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new SandboxError(
      `Cannot keep sandboxes in ${base}: it is not a folder of yours alone (remove it, or set TMPDIR)`,
    )
  }
  return base
}

async function reap(base: string): Promise<void> {
  for (const name of readdirSync(base).filter(isOwnerGone)) {
    await killMarked(`${name}/`)
    await removeFolder(join(base, name))
  }
}

/** Removes a folder whatever its commands did to modes and links in it. */
export async function removeFolder(path: string): Promise<void> {
  if ((await runTool('rm', ['-rf', '--one-file-system', '--', path])) === undefined) return
  await runTool('chmod', ['-R', 'u+rwX', '--', path])
  const problem = await runTool('rm', ['-rf', '--one-file-system', '--', path])
  // A program of the same user may remove it at the same time.
  if (problem !== undefined && lstatSync(path, { throwIfNoEntry: false })) {
    throw new SandboxError(`Cannot remove ${path}: ${problem}`)
  }
}

/** Runs a tool of the system that never follows links; undefined, or what it complained about. */
export function runTool(
  name: string,
  args: readonly string[],
  identity?: Identity | undefined,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const stdio = ['ignore', 'ignore', 'pipe'] as const
    const env = { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' }
    // Apart from the terminal: Ctrl-C there ends no copy half-way.
    const child = spawn(name, args, {
      stdio: [...stdio],
      env,
      cwd: '/',
      detached: true,
      ...identity,
    })
    let problem = ''
    child.stderr.on('data', (data: Buffer) => {
      if (problem.length < 1000) problem += data.toString()
    })
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code) => resolve(code === 0 ? undefined : problem.trim() || `code ${code}`))
  })
}
