import { readFile } from 'node:fs/promises'
import { make } from '../../core/index.ts'
import { micro } from '../../envs/web/micro/env.ts'
import type { Figure } from '../figure.ts'

const CONTEXTS = 16

/** What an open episode takes of memory, in the browser's processes and ours together. */
export async function benchMemory(): Promise<readonly Figure[]> {
  const first = await make(micro)
  await first.reset({ seed: 0 })
  const before = await ownMiB()
  const envs = await Promise.all(Array.from({ length: CONTEXTS }, () => make(micro)))
  for (const [seed, env] of envs.entries()) await env.reset({ seed: seed + 1 })
  const after = await ownMiB()
  await Promise.all([first, ...envs].map((env) => env.close()))
  return [
    {
      ...{ name: `memory of a context, of ${CONTEXTS}`, value: (after - before) / CONTEXTS },
      ...{ unit: 'MiB', against: [] },
    },
  ]
}

/** Proportional set size of this process and of all below it: pages that several share count once. */
async function ownMiB(): Promise<number> {
  const { readdir } = await import('node:fs/promises')
  const parents = new Map<number, number>()
  for (const name of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    if (Number.isFinite(parent)) parents.set(Number(name), parent)
  }
  const isBelow = (pid: number): boolean =>
    pid === process.pid || (parents.has(pid) && pid > 1 && isBelow(parents.get(pid) ?? 0))
  let kib = 0
  for (const pid of parents.keys()) {
    if (!isBelow(pid)) continue
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
    kib += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0)
  }
  return kib / 1024
}
