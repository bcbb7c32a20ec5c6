import type { BuildImageOptions } from './docker/build-image.ts'
import type { ImageSettings } from './docker/engine.ts'
import { sandboxSource } from './source.ts'

export type { BuildImageOptions, ImageSettings }

const docker = () => import('./docker/index.ts')

/**
 * Builds the image of a folder with a `Dockerfile`, unless one of the same contents was built before, and
 * returns its name.
 * @throws ConfigError with the last line that says something, where it cannot be built.
 */
export async function buildImage(options: BuildImageOptions): Promise<string> {
  const build = async (built: BuildImageOptions) => (await docker()).buildImage(built)
  return sandboxSource.current()?.buildImage(options, build) ?? build(options)
}

/** Pulls an image that is not there yet; `openSandbox` does so too. */
export async function pullImage(
  name: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<void> {
  const pull = async () => (await docker()).pullImage(name, options)
  return sandboxSource.current()?.pullImage(name, pull) ?? pull()
}

/** How the author of an image wants it used; undefined: it is not there. */
export async function imageFacts(name: string): Promise<ImageSettings | undefined> {
  const facts = async () => (await docker()).imageFacts(name)
  return sandboxSource.current()?.imageFacts(name, facts) ?? facts()
}
