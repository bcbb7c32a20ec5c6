import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Where runs go that were given no folder. */
const RUNS = 'palaestra-runs'

/** `palaestra-runs/<env>-<agent>-<yyyymmdd-hhmmss>`, numbered where that exists already. */
export function defaultRunFolder(envId: string, agent: string, now: Date): string {
  const slug = envId.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  const pad = (value: number) => String(value).padStart(2, '0')
  const day = `${now.getFullYear()}${pad(now.getMonth() + 1)}${pad(now.getDate())}`
  const time = `${pad(now.getHours())}${pad(now.getMinutes())}${pad(now.getSeconds())}`
  const base = join(RUNS, `${slug}-${agent}-${day}-${time}`)
  let folder = base
  for (let n = 2; existsSync(folder); n++) folder = `${base}-${n}`
  return folder
}
