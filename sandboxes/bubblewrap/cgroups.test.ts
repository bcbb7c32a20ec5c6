import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findCgroups, makeCgroup } from './cgroups.ts'

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'palaestra-cgroups-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

function group(path: string, controllers?: string): string {
  const folder = join(root, path)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'cgroup.procs'), '')
  if (controllers !== undefined) {
    writeFileSync(join(folder, 'cgroup.subtree_control'), `${controllers}\n`)
  }
  return folder
}

test('version 2: the nearest group that hands memory and processes on is taken', () => {
  group('v2', 'cpu memory pids')
  const user = group('v2/user', 'memory pids')
  group('v2/user/scope', '')
  const mounts = `cgroup2 ${root}/v2 cgroup2 rw 0 0\n`

  expect(findCgroups(mounts, '0::/user/scope\n')).toEqual({
    version: 2,
    folders: { memory: user, pids: user },
  })
  expect(findCgroups(`cgroup2 ${user}/scope cgroup2 rw 0 0\n`, '0::/\n')).toBeUndefined()
})

test('version 1: each controller has its own folder, at the mount where the own group is not seen', () => {
  const memory = group('v1/memory')
  const pids = group('v1/pids/me')
  const mounts = [
    `cgroup ${memory} cgroup rw,memory 0 0`,
    `cgroup ${root}/v1/pids cgroup rw,pids 0 0`,
  ].join('\n')

  expect(findCgroups(mounts, '3:pids:/me\n2:memory:/docker/abc\n0::/\n')).toEqual({
    version: 1,
    folders: { memory, pids },
  })
  expect(findCgroups(`cgroup ${memory} cgroup rw,memory 0 0`, '2:memory:/\n')).toBeUndefined()
})

test('a group is given its limits and its processes', () => {
  const folder = group('limits', 'cpu memory pids')
  const parents = { version: 2, folders: { memory: folder, pids: folder, cpu: folder } } as const

  makeCgroup(parents, 'driver/sandbox', { memoryMiB: 2, processes: 7, cpus: 1.5 }).add(42)

  const made = join(folder, 'palaestra-driver.sandbox')
  const read = (name: string) => readFileSync(join(made, name), 'utf8')
  expect(read('memory.max')).toBe('2097152')
  expect(read('pids.max')).toBe('7')
  expect(read('cpu.max')).toBe('150000 100000')
  expect(read('cgroup.procs')).toBe('42')
  expect(existsSync(join(made, 'memory.swap.max'))).toBe(false)
})
