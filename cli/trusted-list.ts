import { open } from 'node:fs/promises'
import { ConfigError, messageOf } from '../core/index.ts'

/** A file that grows by a JSON line a task; nothing where none is asked for. */
export interface TrustedList extends AsyncDisposable {
  add(record: object): Promise<void>
}

/** @throws ConfigError where the file cannot be written, before anything is verified. */
export async function openTrustedList(path: string | undefined): Promise<TrustedList> {
  if (path === undefined) return { add: async () => {}, [Symbol.asyncDispose]: async () => {} }
  const file = await open(path, 'w').catch((error: unknown) => {
    throw new ConfigError(`Cannot write ${path}: ${messageOf(error)} (choose another file)`, {
      cause: error,
    })
  })
  return {
    add: (record) => file.appendFile(`${JSON.stringify(record)}\n`),
    [Symbol.asyncDispose]: () => file.close(),
  }
}
