import { readlinkSync } from 'node:fs'
import { isAlive, statusOf } from './processes.ts'

/**
 * Names this program, for what it would leave behind if it were killed: process namespace, process id,
 * start time. An id alone comes back, and containers may share a disk.
 */
export const ownerName = (): string =>
  [namespaceId(), process.pid, statusOf('self')?.started ?? 0].join('-')

/** Whether the program has ended with whose name this begins; one of another process namespace nobody can tell. */
export function isOwnerGone(name: string): boolean {
  const [, namespace, pid, started] = /^(\d+)-(\d+)-(\d+)(?:-|$)/.exec(name) ?? []
  if (namespace !== namespaceId()) return false
  const status = statusOf(Number(pid))
  if (status) return status.started !== started || !isAlive(Number(pid))
  return started !== '0' || !answers(Number(pid))
}

function namespaceId(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0'
  } catch {
    return '0'
  }
}

/** For systems without /proc, where nobody tells when a program started. */
function answers(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
