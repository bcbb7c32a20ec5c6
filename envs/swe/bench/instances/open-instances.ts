import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ConfigError, type TaskInfo } from '../../../../core/index.ts'
import { type Instance, RowProblem, readInstance } from './instance.ts'
import { openJsonSource } from './json-source.ts'
import { openParquetSource } from './parquet-source.ts'
import type { Place, Row, RowSource } from './source.ts'

/** Instances of a file or folder: known by their infos, read one at a time. */
export interface InstanceSet {
  readonly infos: readonly TaskInfo[]
  /** @throws ConfigError where the id is unknown or the file has changed since. */
  open(id: string): Promise<Instance>
  /** `<file> line <n>`, for messages. */
  placeOf(id: string): string
  /** The file an instance is from: paths in it are relative to its folder. */
  fileOf(id: string): string
}

interface Entry {
  readonly path: string
  readonly source: RowSource
  readonly place: Place
  readonly where: string
}

const ENDINGS = /\.(?:jsonl|ndjson|json|parquet)$/i

/**
 * Reads and checks every row once and keeps of each its info and where it stands, so that the
 * patches of thousands of instances are never in memory at once.
 * @throws ConfigError naming file, line and field of the first fault.
 */
export async function openInstances(
  path: string,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<InstanceSet> {
  const infos: TaskInfo[] = []
  const entries = new Map<string, Entry>()
  for (const file of await filesOf(path)) {
    const source = openSource(file)
    for await (const row of source.rows()) {
      signal?.throwIfAborted()
      const { info } = readRow(row, file)
      const where = `${basename(file)} ${row.where()}`
      const earlier = entries.get(info.id)
      if (earlier) {
        throw new ConfigError(
          `Cannot read ${where}: field instance_id: ${info.id} is already used in ${earlier.where} (rename one)`,
        )
      }
      infos.push(info)
      entries.set(info.id, { path: file, source, place: row.place, where })
    }
  }
  if (infos.length === 0) {
    throw new ConfigError(
      `Cannot read ${path}: it holds no instance (write one JSON object a line)`,
    )
  }
  const entryOf = (id: string): Entry => {
    const entry = entries.get(id)
    if (entry) return entry
    throw new ConfigError(`Cannot open instance ${id}: it is not in ${path} (check the id)`)
  }
  return {
    infos,
    async open(id) {
      const { source, place, path: file, where } = entryOf(id)
      const instance = readRow(await source.read(place), file)
      if (instance.id === id) return instance
      throw new ConfigError(`Cannot open instance ${id}: ${where} has changed (start again)`)
    },
    placeOf: (id) => entryOf(id).where,
    fileOf: (id) => entryOf(id).path,
  }
}

function openSource(file: string): RowSource {
  return /\.parquet$/i.test(file) ? openParquetSource(file) : openJsonSource(file)
}

function readRow(row: Row, file: string): Instance {
  try {
    return readInstance(row.value)
  } catch (error) {
    if (!(error instanceof RowProblem)) throw error
    throw new ConfigError(
      `Cannot read ${basename(file)}: ${row.where(error.field)}, ${error.message} (fix the field or remove the instance)`,
      { cause: error },
    )
  }
}

async function filesOf(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined)
  if (!found) throw new ConfigError(`Cannot read instances ${path}: no such file (check the path)`)
  if (!found.isDirectory()) {
    if (ENDINGS.test(path)) return [path]
    throw new ConfigError(
      `Cannot read instances ${path}: expected a .jsonl, .json or .parquet file (rename or convert it)`,
    )
  }
  const names = (await readdir(path)).filter((name) => ENDINGS.test(name)).sort()
  if (names.length === 0) {
    throw new ConfigError(
      `Cannot read instances ${path}: no .jsonl, .json or .parquet file in the folder (add one)`,
    )
  }
  return names.map((name) => join(path, name))
}
