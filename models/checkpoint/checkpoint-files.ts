import { basename, join } from 'node:path'
import { z } from 'zod'
import { ConfigError } from '../../core/index.ts'
import { readJsonFileIfAny } from './json-file.ts'
import { entriesOf } from './replace-folder.ts'
import { openSafetensors, type SafetensorsFile } from './safetensors.ts'

/** The files of a Hugging Face folder. */
export const WEIGHTS = 'model.safetensors'
export const INDEX = 'model.safetensors.index.json'

/** Which file holds each tensor. */
export const indexSchema = z.looseObject({ weight_map: z.record(z.string(), z.string()) })

/**
 * Opens the weights of a folder: one file, or shards with an index that agrees with them.
 * @throws ConfigError
 */
export async function openFiles(folder: string): Promise<readonly SafetensorsFile[]> {
  const names = await namesOf(folder)
  if (names.includes(WEIGHTS)) return [await openSafetensors(join(folder, WEIGHTS))]
  const index = await readJsonFileIfAny(join(folder, INDEX), indexSchema)
  if (!index) {
    const pickled = names.find((name) => /^pytorch_model.*\.bin$/.test(name))
    throw unreadable(
      folder,
      pickled
        ? `its weights are pickled (${pickled}) (convert them to safetensors)`
        : `there is neither ${WEIGHTS} nor ${INDEX} (check the path)`,
    )
  }
  const map = new Map(Object.entries(index.weight_map))
  const shards = [...new Set(map.values())].sort()
  const files: SafetensorsFile[] = []
  try {
    for (const shard of shards) {
      if (basename(shard) !== shard) {
        throw unreadable(join(folder, INDEX), `it names ${shard}, outside the folder (repair it)`)
      }
      if (!names.includes(shard)) {
        throw unreadable(folder, `shard ${shard} is missing (download it)`)
      }
      files.push(await openSafetensors(join(folder, shard)))
    }
    checkIndex(folder, map, files)
    return files
  } catch (error) {
    await closeAll(files)
    throw error
  }
}

export async function closeAll(files: readonly SafetensorsFile[]): Promise<void> {
  await Promise.all(files.map((file) => file.close()))
}

/** The index and the shards name the same tensors, each in one place. */
function checkIndex(
  folder: string,
  map: ReadonlyMap<string, string>,
  files: readonly SafetensorsFile[],
): void {
  const advice = 'download index and shards again'
  const left = new Map(map)
  for (const { path, header } of files) {
    for (const name of header.tensors.keys()) {
      const indexed = map.get(name)
      if (indexed !== basename(path)) {
        const says = indexed === undefined ? 'does not name it' : `says ${indexed}`
        throw unreadable(
          folder,
          `tensor ${name} is in ${basename(path)}, ${INDEX} ${says} (${advice})`,
        )
      }
      left.delete(name)
    }
  }
  for (const [name, file] of left) {
    throw unreadable(folder, `tensor ${name} is not in ${file}, as ${INDEX} says (${advice})`)
  }
}

async function namesOf(folder: string): Promise<readonly string[]> {
  const names = await entriesOf(folder).catch(() => {
    throw unreadable(folder, 'it is no folder that can be read (check the path)')
  })
  if (names) return names
  throw unreadable(folder, 'there is no such folder (check the path)')
}

function unreadable(path: string, problem: string): ConfigError {
  return new ConfigError(`Cannot read ${path}: ${problem}`)
}
