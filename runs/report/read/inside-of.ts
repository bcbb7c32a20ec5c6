import { realpath } from 'node:fs/promises'
import { resolve, sep } from 'node:path'

/** The real path of a file in a run's folder; null where there is none, or a link or `..` leads out of it. */
export async function insideOf(runDir: string, path: string): Promise<string | null> {
  try {
    const root = await realpath(runDir)
    const file = await realpath(resolve(root, path))
    return file.startsWith(root + sep) ? file : null
  } catch {
    return null
  }
}
