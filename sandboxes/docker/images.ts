import { connection } from './connection.ts'
import type { ImageSettings } from './engine.ts'
import { ensureImage } from './pull-image.ts'

/** Pulls an image that is not there yet; `openSandbox` does so too. */
export async function pullImage(
  name: string,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<void> {
  await ensureImage(await connection(), name, signal)
}

/** How the author of an image wants it used; undefined: it is not there. */
export async function imageFacts(name: string): Promise<ImageSettings | undefined> {
  return (await connection()).imageSettings(name)
}
