import type { Budget, VirtualClock } from '../clock.ts'
import type { VirtualFiles } from '../files.ts'
import { type NodeResult, runNode } from './run-node.ts'

/** Files in a map, for tests: folders are what paths imply, and those made. */
export function memoryFiles(initial: Readonly<Record<string, string>> = {}): VirtualFiles {
  const contents = new Map<string, Uint8Array>()
  const directories = new Set<string>(['/'])
  const addParents = (path: string) => {
    for (let at = parent(path); at !== '/'; at = parent(at)) directories.add(at)
  }
  const files: VirtualFiles = {
    read: (path) => contents.get(path),
    write(path, data) {
      if (directories.has(path)) throw new Error('EISDIR: is a directory')
      addParents(path)
      contents.set(path, data)
    },
    list(path) {
      if (!directories.has(path)) return undefined
      const prefix = path === '/' ? '/' : `${path}/`
      const names = [...contents.keys(), ...directories]
        .filter((name) => name.startsWith(prefix) && name !== prefix)
        .map((name) => name.slice(prefix.length).split('/')[0] ?? '')
      return [...new Set(names)].sort()
    },
    stat(path) {
      const data = contents.get(path)
      if (data !== undefined) return { kind: 'file', size: data.length, mode: 0o644 }
      return directories.has(path) ? { kind: 'directory', size: 0, mode: 0o755 } : undefined
    },
    makeDirectory(path) {
      addParents(path)
      directories.add(path)
    },
    remove(path) {
      const isInside = (name: string) => name === path || name.startsWith(`${path}/`)
      for (const name of contents.keys()) if (isInside(name)) contents.delete(name)
      for (const name of directories) if (isInside(name)) directories.delete(name)
    },
  }
  for (const [path, text] of Object.entries(initial))
    files.write(path, new TextEncoder().encode(text))
  return files
}

const parent = (path: string) => path.slice(0, path.lastIndexOf('/')) || '/'

/** A clock and a budget that share their time. */
export function virtualTime(interrupts = 20_000): { clock: VirtualClock; budget: Budget } {
  let now = Date.UTC(2025, 0, 1)
  let left = interrupts
  const clock: VirtualClock = {
    now: () => now,
    advance(ms) {
      now += ms
    },
  }
  const budget: Budget = {
    spend(amount) {
      left -= amount
      now += amount * 0.1
      return left >= 0
    },
    sleep(ms) {
      now += ms
      return now < Date.UTC(2025, 0, 2)
    },
    get exhausted() {
      return left < 0
    },
  }
  return { clock, budget }
}

export interface TryOptions {
  readonly files?: Readonly<Record<string, string>> | VirtualFiles
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
  readonly interrupts?: number
  readonly memoryMiB?: number
  readonly maxOutputBytes?: number
}

/** Runs `node` on files given as a table, with small limits. */
export function tryNode(args: readonly string[], options: TryOptions = {}): Promise<NodeResult> {
  const { files = {}, env = {}, stdin = '', memoryMiB = 64, maxOutputBytes = 1_000_000 } = options
  return runNode({
    args,
    cwd: '/work',
    env,
    stdin,
    files: isFiles(files) ? files : memoryFiles(files),
    memoryMiB,
    maxOutputBytes,
    ...virtualTime(options.interrupts),
  })
}

function isFiles(files: object): files is VirtualFiles {
  return 'read' in files && typeof files.read === 'function'
}
