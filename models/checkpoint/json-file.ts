import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import { ConfigError, codeOf, fileReason, zodProblem } from '../../core/index.ts'

/** What a JSON file holds. @throws ConfigError where it cannot be read, or is not what the schema says. */
export async function readJsonFile<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const value = await readJsonFileIfAny(path, schema)
  if (value !== undefined) return value
  throw new ConfigError(`Cannot read ${path}: no such file or folder (check the path)`)
}

/** The same, or undefined where there is no such file. */
export async function readJsonFileIfAny<T>(
  path: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    const [reason, advice] = fileReason(error)
    throw new ConfigError(`Cannot read ${path}: ${reason} (${advice})`, { cause: error })
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new ConfigError(`Cannot read ${path}: it is not JSON (repair it)`)
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new ConfigError(`Cannot read ${path}: ${zodProblem(parsed.error)} (repair it)`)
}
