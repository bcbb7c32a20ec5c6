import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ConfigError } from '../../../core/index.ts'

export const PACKAGE = '@tensorflow/tfjs-node-gpu'
/** Where `npm run setup:tensorflow` puts it, under the working directory. */
export const HERE = '.palaestra/tensorflow'

/** What makes it: a command line that takes further flags. */
export const setUpNative = import.meta.url.endsWith('.ts')
  ? 'npm run setup:tensorflow --'
  : 'npx palaestra setup tensorflow'

/** TensorFlow.js' Node binding, with its libraries in it. */
export interface NativeTensorFlow {
  /** Of the package. */
  readonly folder: string
  readonly source: 'installed' | 'set up' | 'PALAESTRA_TENSORFLOW'
}

/**
 * Finds the binding: in the folder that PALAESTRA_TENSORFLOW names, else as a package of the project,
 * else set up under the working directory. One without its compiled part (its own install script
 * failed, or was not run) is passed over.
 */
export function findNative(): NativeTensorFlow {
  const unbuilt: string[] = []
  for (const { from, source } of places()) {
    const folder = packageFolder(from)
    if (folder === null) continue
    if (isBuilt(folder)) return { folder, source }
    unbuilt.push(folder)
  }
  const named = process.env['PALAESTRA_TENSORFLOW']
  const reason =
    unbuilt.length > 0
      ? `${unbuilt.join(', ')} has no compiled part`
      : named
        ? `PALAESTRA_TENSORFLOW names ${named}, and ${PACKAGE} is not in it`
        : `${PACKAGE} is not set up`
  throw new ConfigError(
    `Cannot load native TensorFlow: ${reason} (${setUpNative.replace(/ --$/, '')})`,
  )
}

function places(): readonly { from: string; source: NativeTensorFlow['source'] }[] {
  const named = process.env['PALAESTRA_TENSORFLOW']
  if (named) return [{ from: fileIn(resolve(named)), source: 'PALAESTRA_TENSORFLOW' }]
  return [
    { from: import.meta.url, source: 'installed' },
    { from: fileIn(process.cwd()), source: 'installed' },
    { from: fileIn(resolve(HERE)), source: 'set up' },
  ]
}

const fileIn = (folder: string) => pathToFileURL(join(folder, 'package.json')).href

function packageFolder(from: string): string | null {
  try {
    return dirname(createRequire(from).resolve(`${PACKAGE}/package.json`))
  } catch {
    return null
  }
}

/** Its compiled part lies in `lib/napi-v<n>`: the version is one of those its package.json names. */
function isBuilt(folder: string): boolean {
  const { binary } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const versions: readonly number[] = binary?.napi_versions ?? []
  return versions.some((version) =>
    existsSync(join(folder, `lib/napi-v${version}/tfjs_binding.node`)),
  )
}
