import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { TRAJECTORIES } from '../../store.ts'

/** That the folder of a run is no longer there, without a full stop; null where it is. */
export async function goneFolder(dir: string): Promise<string | null> {
  return (await isMissing(dir)) ? `The folder ${dir} is gone` : null
}

/** The same of the folder or its file of episodes. */
export async function goneRun(dir: string): Promise<string | null> {
  const path = join(dir, TRAJECTORIES)
  return (await goneFolder(dir)) ?? ((await isMissing(path)) ? `The file ${path} is gone` : null)
}

/** Something that is there and cannot be read is not missing. */
function isMissing(path: string): Promise<boolean> {
  return stat(path).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT' || error.code === 'ENOTDIR',
  )
}
