import { nodeError } from 'node:internal/errors'
import { host } from 'node:internal/host'
import { hasOwn, importCommonJs } from 'node:internal/modules'
import { pathToFileURL } from 'node:internal/url'

/** A named export of a CommonJS module; undefined where the file did not set it after all. */
export const pick = (exports, name) =>
  hasOwn(exports, name) || name in Object(exports) ? exports[name] : undefined

/** `import.meta.resolve` of a file. */
export const metaResolve = (path) => (specifier) => {
  const found = host.resolve(`${specifier}`, path, false)
  if (!found.startsWith('!')) return found.startsWith('node:') ? found : pathToFileURL(found).href
  const [code, ...message] = found.slice(1).split('\n')
  throw nodeError('Error', code, message.join('\n'))
}

export { importCommonJs }
