import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { isDriverGone } from '../host/driver-folder.ts'

export type Controller = 'memory' | 'pids' | 'cpu'
const CONTROLLERS = ['memory', 'pids', 'cpu'] as const

/** Folders of control groups in which this program may make its own, by what they control. */
export interface CgroupParents {
  readonly version: 1 | 2
  /** With version 2 all are the same folder. */
  readonly folders: Readonly<Partial<Record<Controller, string>>>
}

export interface CgroupLimits {
  readonly memoryMiB: number
  readonly processes: number
  readonly cpus?: number | undefined
}

/** One group of processes whose memory, number and time the kernel counts together. */
export interface Cgroup {
  add(pid: number): void
  /** All its processes have ended. */
  remove(): Promise<void>
}

const PREFIX = 'palaestra-'
const PERIOD_US = 100_000

/** What the kernel lets this program control; `mounts` and `own` as in `/proc/self`. */
export function findCgroups(
  mounts = readFileSync('/proc/self/mounts', 'utf8'),
  own = readFileSync('/proc/self/cgroup', 'utf8'),
): CgroupParents | undefined {
  const mounted = mounts.split('\n').map((line) => line.split(' '))
  const groups = own.split('\n').map((line) => /^\d+:([^:]*):(.*)$/.exec(line) ?? [])
  const pathOf = (controller: string) =>
    groups.find(([, names = '']) => names.split(',').includes(controller))?.[2] ?? '/'

  const unified = mounted.find(([, , type]) => type === 'cgroup2')?.[1]
  const folder = unified && delegated(unified, pathOf(''))
  if (folder) {
    const names = CONTROLLERS.filter((name) => enabled(folder).includes(name))
    return { version: 2, folders: Object.fromEntries(names.map((name) => [name, folder])) }
  }
  const folders = CONTROLLERS.flatMap((name) => {
    const mount = mounted.find(
      ([, , type, options = '']) => type === 'cgroup' && options.split(',').includes(name),
    )?.[1]
    // In a container the mount may begin at the group itself.
    const found = mount && [join(mount, pathOf(name)), mount].find(isWritable)
    return found ? [[name, found]] : []
  })
  const found = new Map(folders.map(([name = '', path = '']) => [name, path]))
  if (!found.has('memory') || !found.has('pids')) return undefined
  return { version: 1, folders: Object.fromEntries(found) }
}

/** The nearest group above this program that hands memory and processes to groups below it. */
function delegated(mount: string, own: string): string | undefined {
  for (let folder = join(mount, own); folder.startsWith(mount); folder = dirname(folder)) {
    const names = enabled(folder)
    const isOurs = isWritable(folder) && isWritable(join(folder, 'cgroup.procs'))
    if (isOurs && names.includes('memory') && names.includes('pids')) return folder
  }
  return undefined
}

function enabled(folder: string): readonly string[] {
  try {
    return readFileSync(join(folder, 'cgroup.subtree_control'), 'utf8').trim().split(' ')
  } catch {
    return []
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** Makes a group; its name tells the driver and the sandbox. */
export function makeCgroup(parents: CgroupParents, marker: string, limits: CgroupLimits): Cgroup {
  const name = PREFIX + marker.replace('/', '.')
  const folders = new Set(Object.values(parents.folders).map((parent) => join(parent, name)))
  for (const folder of folders) mkdirSync(folder, { recursive: true })
  for (const [controller, parent] of Object.entries(parents.folders)) {
    for (const { file, value, isOptional } of settings(parents.version, controller, limits)) {
      const path = join(parent, name, file)
      if (!isOptional || existsSync(path)) writeFileSync(path, value)
    }
  }
  return {
    add(pid) {
      for (const folder of folders) writeFileSync(join(folder, 'cgroup.procs'), String(pid))
    },
    async remove() {
      for (const folder of folders) await removeGroup(folder)
    },
  }
}

interface Setting {
  readonly file: string
  readonly value: string
  /** Kernels without accounting of swap have no such file. */
  readonly isOptional?: boolean
}

function settings(
  version: 1 | 2,
  controller: string,
  { memoryMiB, processes, cpus }: CgroupLimits,
): readonly Setting[] {
  const bytes = String(Math.ceil(memoryMiB * 2 ** 20))
  const quota = cpus === undefined ? undefined : String(Math.ceil(cpus * PERIOD_US))
  if (controller === 'pids') return [{ file: 'pids.max', value: String(Math.ceil(processes)) }]
  if (controller === 'memory') {
    return version === 2
      ? [
          { file: 'memory.max', value: bytes },
          { file: 'memory.swap.max', value: '0', isOptional: true },
        ]
      : [
          { file: 'memory.limit_in_bytes', value: bytes },
          { file: 'memory.memsw.limit_in_bytes', value: bytes, isOptional: true },
        ]
  }
  if (quota === undefined) return []
  return version === 2
    ? [{ file: 'cpu.max', value: `${quota} ${PERIOD_US}` }]
    : [
        { file: 'cpu.cfs_period_us', value: String(PERIOD_US) },
        { file: 'cpu.cfs_quota_us', value: quota },
      ]
}

/** The kernel takes a moment to see that the last process is gone. */
async function removeGroup(folder: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      rmdirSync(folder)
      return
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOENT') return
      if (code !== 'EBUSY') throw error
    }
    await setTimeout(attempt < 10 ? 1 : 20)
  }
}

/** Removes the groups of drivers that are gone, once their processes are. */
export async function reapCgroups(parents: CgroupParents): Promise<void> {
  for (const parent of new Set(Object.values(parents.folders))) {
    for (const name of readdirSync(parent)) {
      const driver = name.startsWith(PREFIX) ? name.slice(PREFIX.length).split('.')[0] : undefined
      if (driver && isDriverGone(driver)) await removeGroup(join(parent, name))
    }
  }
}
