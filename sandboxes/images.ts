import type { BuildImageOptions } from './docker/build-image.ts'
import type { ImageSettings } from './docker/engine.ts'

export type { BuildImageOptions, ImageSettings }

const docker = () => import('./docker/index.ts')

/**
 * Builds the image of a folder with a `Dockerfile`, unless one of the same contents was built before, and
 * returns its name.
 * @throws ConfigError with the last line that says something, where it cannot be built.
 */
export async function buildImage(options: BuildImageOptions): Promise<string> {
  return (await docker()).buildImage(options)
}

/** Pulls an image that is not there yet; `openSandbox` does so too. */
export async function pullImage(
  name: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<void> {
  return (await docker()).pullImage(name, options)
}

/** How the author of an image wants it used; undefined: it is not there. */
export async function imageFacts(name: string): Promise<ImageSettings | undefined> {
  return (await docker()).imageFacts(name)
}
