import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { isOwnerGone, ownerName } from '../host/owner-name.ts'
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

/** Whose a container is; programs on other machines with the same Docker count their ids on their own. */
export const ownerLabel = (): string => `${machine()} ${ownerName().replaceAll('-', ' ')}`

function isOrphan(label: string): boolean {
  const [, where, owner = ''] = /^(.*) (\d+ \d+ \d+)$/.exec(label) ?? []
  return where === machine() && isOwnerGone(owner.replaceAll(' ', '-'))
}

function machine(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return hostname()
  }
}
