import { basename } from 'node:path'
import * as zlib from 'node:zlib'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { ConfigError, messageOf } from '../../../../core/index.ts'
import type { Row, RowSource } from './source.ts'

type Hyparquet = typeof import('hyparquet')

const VERSION = '1.31.5'

/** Loads the package; a test brings one that fails. */
export type LoadHyparquet = () => Promise<Hyparquet>

/**
 * Rows of a Parquet file. Rows are stored by column in groups, and a group is read as a whole: one
 * group is in memory while it is listed or read from.
 */
export function openParquetSource(
  path: string,
  load: LoadHyparquet = () => import('hyparquet'),
): RowSource {
  const name = basename(path)
  const guarded = async <T>(read: (parquet: Hyparquet) => Promise<T>): Promise<T> => {
    const parquet = await loadPackage(load, name)
    try {
      return await read(parquet)
    } catch (error) {
      const reason = messageOf(error).replaceAll(/\s+/g, ' ')
      throw new ConfigError(
        `Cannot read ${name}: ${reason} (check that it is a whole Parquet file)`,
        {
          cause: error,
        },
      )
    }
  }
  const readRows = (rowStart: number, rowEnd: number) =>
    guarded(async ({ asyncBufferFromFile, parquetReadObjects }) => {
      const file = await asyncBufferFromFile(path)
      return parquetReadObjects({ file, rowStart, rowEnd, compressors, geoparquet: false })
    })
  return {
    async *rows() {
      const groups = await guarded(async ({ asyncBufferFromFile, parquetMetadataAsync }) => {
        const metadata = await parquetMetadataAsync(await asyncBufferFromFile(path))
        return metadata.row_groups.map((group) => Number(group.num_rows))
      })
      let start = 0
      for (const size of groups) {
        const rows = await readRows(start, start + size)
        for (const [index, row] of rows.entries()) yield rowOf(row, start + index)
        start += size
      }
    },
    async read([index]) {
      const [row] = await readRows(index, index + 1)
      if (!row)
        throw new ConfigError(`Cannot read ${name}: row ${index + 1} is gone (the file changed)`)
      return rowOf(row, index)
    },
  }
}

function rowOf(row: Record<string, unknown>, index: number): Row {
  return { value: plain(row), place: [index], where: () => `row ${index + 1}` }
}

/** Values as JSON would have them: integers are numbers, times are text. */
function plain<T>(value: T): T
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map((item) => plain(item))
  if (typeof value !== 'object' || value === null) return value
  if (ArrayBuffer.isView(value))
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
}

/** Snappy, which most files use, is part of the package. Node has zstd from 22.15. */
const compressors = {
  GZIP: (input: Uint8Array) => gunzipSync(input),
  BROTLI: (input: Uint8Array) => brotliDecompressSync(input),
  ZSTD: (input: Uint8Array) => {
    const decompress: unknown = Reflect.get(zlib, 'zstdDecompressSync')
    if (typeof decompress !== 'function') {
      throw new Error('it is compressed with zstd, which Node 22.15 and later can read')
    }
    return decompress(input)
  },
}

async function loadPackage(load: LoadHyparquet, name: string): Promise<Hyparquet> {
  try {
    return await load()
  } catch (error) {
    throw new ConfigError(
      `Cannot read ${name}: the package hyparquet is not installed (npm install hyparquet@${VERSION})`,
      { cause: error },
    )
  }
}
