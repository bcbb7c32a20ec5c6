import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { isAlive, statusOf } from '../host/processes.ts'
import type { Engine, Listed } from './engine.ts'

/** All containers of sandboxes carry it; its value says whose they are. */
export const LABEL = 'palaestra.sandbox'

/**
 * Removes containers of programs that are gone, and volumes. Those end by themselves unless they never
 * started, these with them unless the daemon was killed.
 */
export async function removeOrphans(engine: Engine): Promise<void> {
  const orphaned = ({ labels }: Listed) => isOrphan(labels[LABEL] ?? '')
  const containers = (await engine.list(LABEL)).filter(orphaned)
  await Promise.all(containers.map(({ id }) => engine.remove(id)))
  const volumes = (await engine.listVolumes(LABEL)).filter(orphaned)
  await Promise.all(volumes.map(({ id }) => engine.removeVolume(id)))
}

/** Where a process id means something, the id, and when it started: an id alone comes back. */
export function ownerLabel(): string {
  return [processSpace(), process.pid, statusOf('self')?.started ?? 0].join(' ')
}

function isOrphan(label: string): boolean {
  const [, space = '', pid = '', started = ''] = /^(.*) (\d+) (\d+)$/.exec(label) ?? []
  if (space !== processSpace()) return false
  const status = statusOf(Number(pid))
  if (status) return status.started !== started || !isAlive(Number(pid))
  return !(started === '0' && answers(Number(pid)))
}

/** For systems without /proc. */
function answers(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Programs in other containers, or on other machines with the same Docker, count their ids on their own. */
function processSpace(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return hostname()
  }
}
