import { bytesOf, DIRECTORY_MODE, type DirectoryNode, FILE_MODE, type TreeNode } from './nodes.ts'

export const WORKDIR = '/workspace'
export const TMPDIR = '/tmp'
export const HOME = '/home/agent'
export const HOST_NAME = 'sandbox'
export const USER_NAME = 'user'
/** 2026-01-01T00:00:00Z: when the clock of a sandbox starts unless told. */
export const CLOCK_START = 1767225600000

/** Variables every command starts with. */
export const baseEnvironment: Readonly<Record<string, string>> = {
  HOME,
  USER: USER_NAME,
  LOGNAME: USER_NAME,
  HOSTNAME: HOST_NAME,
  SHELL: '/bin/bash',
  PATH: '/usr/local/bin:/usr/bin:/bin',
  LANG: 'C.UTF-8',
  TZ: 'UTC',
  TERM: 'dumb',
}

/** What a sandbox holds before any file of a task: made once a worker and shared by all of them. */
export function createBaseTree(commands: readonly string[]): {
  root: DirectoryNode
  bytes: number
} {
  const stubs = Object.fromEntries(
    commands.map((name) => [name, file(`#!/bin/bash\n# built-in command: ${name}\n`, 0o755)]),
  )
  const root = directory({
    bin: directory(stubs),
    dev: directory({
      fd: directory({}),
      ...emptyFiles('null', 'zero', 'stdin', 'stdout', 'stderr'),
    }),
    etc: directory({
      hostname: file(`${HOST_NAME}\n`),
      hosts: file(`127.0.0.1 localhost ${HOST_NAME}\n`),
      passwd: file(
        `root:x:0:0:root:/root:/bin/bash\n${USER_NAME}:x:1000:1000::${HOME}:/bin/bash\n`,
      ),
      group: file(`root:x:0:\n${USER_NAME}:x:1000:\n`),
      'os-release': file('NAME="Palaestra virtual sandbox"\nID=palaestra\n'),
    }),
    home: directory({ agent: directory({}) }),
    proc: directory({ version: file('Linux version 5.15.0 (virtual)\n') }),
    root: directory({}),
    tmp: directory({}, 0o1777),
    usr: directory({ bin: directory(stubs), local: directory({ bin: directory({}) }) }),
    workspace: directory({}),
  })
  return { root, bytes: bytesOf(root) }
}

const encoder = new TextEncoder()

function file(text: string, mode = FILE_MODE): TreeNode {
  return { type: 'file', data: encoder.encode(text), mode, mtimeMs: CLOCK_START }
}

function directory(entries: Record<string, TreeNode>, mode = DIRECTORY_MODE): DirectoryNode {
  const children = new Map(Object.entries(entries))
  return { type: 'directory', children, mode, mtimeMs: CLOCK_START, owner: undefined }
}

function emptyFiles(...names: string[]): Record<string, TreeNode> {
  return Object.fromEntries(names.map((name) => [name, file('')]))
}
