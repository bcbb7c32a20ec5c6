import { open, readFile, rename, writeFile } from 'node:fs/promises'
import { codeOf, fileReason, ModelError } from '../core/index.ts'

/** A file of JSON lines, each of an update. */
export interface LineLog extends AsyncDisposable {
  append(lines: readonly object[]): Promise<void>
}

/**
 * Takes lines of steps after `upTo` out of a file, which a resumed run does again; `stepOf` tells the step of a
 * line. A torn line is of no step, and goes too.
 */
export async function trimLines(
  path: string,
  upTo: number,
  stepOf: (line: never) => number,
): Promise<void> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return ''
    throw error
  })
  const lines = text.split('\n').filter((line) => line !== '')
  const kept = lines.filter((line) => {
    try {
      return stepOf(JSON.parse(line) as never) <= upTo
    } catch {
      return false
    }
  })
  if (text === kept.map((line) => `${line}\n`).join('')) return
  await writeFile(`${path}.next`, kept.map((line) => `${line}\n`).join(''), { flush: true })
  await rename(`${path}.next`, path)
}

/** Opens a log; lines of updates after `upTo` are taken out. */
export async function openLineLog(path: string, upTo: number): Promise<LineLog> {
  await trimLines(path, upTo, ({ update }: { readonly update: number }) => update)
  const file = await open(path, 'a')
  return {
    async append(added) {
      if (added.length === 0) return
      try {
        await file.appendFile(added.map((line) => `${JSON.stringify(line)}\n`).join(''))
      } catch (error) {
        const [reason, advice] = fileReason(error)
        throw new ModelError(
          `Cannot write ${path}: ${reason} (${advice}, then continue with --resume)`,
          { cause: error },
        )
      }
    },
    [Symbol.asyncDispose]: () => file.close(),
  }
}

/** What a log holds; nothing where there is none. */
export async function readLines<T>(path: string): Promise<readonly T[]> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as T]
    } catch {
      return []
    }
  })
}
