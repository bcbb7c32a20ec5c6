import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Where runs go that were given no folder. */
export const RUNS = 'palaestra-runs'

/** `palaestra-runs/<env>-<agent>-<yyyymmdd-hhmmss>`, numbered where that exists already. */
export function defaultRunFolder(envId: string, agent: string, now: Date): string {
  const slug = envId.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  const base = join(RUNS, `${slug}-${agent}-${stamp(now)}`)
  let folder = base
  for (let n = 2; existsSync(folder); n++) folder = `${base}-${n}`
  return folder
}

/** `yyyymmdd-hhmmss`, in local time. */
export function stamp(now: Date): string {
  const pad = (value: number) => String(value).padStart(2, '0')
  const day = `${now.getFullYear()}${pad(now.getMonth() + 1)}${pad(now.getDate())}`
  return `${day}-${pad(now.getHours())}${pad(now.getMinutes())}${pad(now.getSeconds())}`
}

/** The run of episodes whose `run.json` was written last; null where there is none. */
export async function newestRun(): Promise<string | null> {
  const names = await readdir(RUNS).catch(() => [])
  const runs = await Promise.all(
    names.map(async (name) => {
      const dir = join(RUNS, name)
      const file = await stat(join(dir, 'run.json')).catch(() => null)
      return { dir, at: file?.mtimeMs ?? 0 }
    }),
  )
  for (const { dir } of runs.filter(({ at }) => at > 0).sort((a, b) => b.at - a.at)) {
    if (!(await isTraining(dir))) return dir
  }
  return null
}

/** What cannot be read is for whoever opens it to say. */
async function isTraining(dir: string): Promise<boolean> {
  try {
    const file = JSON.parse(await readFile(join(dir, 'run.json'), 'utf8')) as { kind?: unknown }
    return file.kind === 'training'
  } catch {
    return false
  }
}
