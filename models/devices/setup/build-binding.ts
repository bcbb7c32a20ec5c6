import { existsSync } from 'node:fs'
import { readdir, rm, symlink } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { PACKAGE } from '../../engines/tfjs/native-folder.ts'
import { run, SetupError, type Steps } from './steps.ts'
import type { Tools } from './tools.ts'

/** The newest of Node's binary interfaces that the binding knows. */
const NAPI = 8

/** Compiles the binding in its package against the libraries, which it then finds through a link, `deps`. */
export async function buildBinding(
  folder: string,
  libraries: string,
  { nodeGyp, nodeHeaders }: Tools,
  steps: Steps,
): Promise<void> {
  const deps = join(folder, 'deps')
  await rm(deps, { recursive: true, force: true })
  await symlink(relative(folder, libraries), deps)
  for (const name of ['tensorflow', 'tensorflow_framework']) {
    const library = name === 'tensorflow' ? 'tensorflow_cc' : name
    await rm(join(deps, `lib/lib${name}.so`), { force: true })
    await symlink(`lib${library}.so.2`, join(deps, `lib/lib${name}.so`))
  }
  steps.say('Compiling the binding')
  const headers = nodeHeaders === null ? [] : [`--nodedir=${nodeHeaders}`]
  const defines = [
    `-Dnapi_build_version=${NAPI}`,
    '-Dmodule_name=tfjs_binding',
    `-Dmodule_path=lib/napi-v${NAPI}`,
  ]
  await run(process.execPath, [nodeGyp, 'rebuild', ...headers, '--', ...defines], steps, {
    cwd: folder,
  })
  if (!existsSync(join(folder, `lib/napi-v${NAPI}/tfjs_binding.node`))) {
    throw new SetupError('node-gyp left no binding')
  }
}

/** Deletes what only the compiler needed, of a set-up in `folder`. */
export async function removeLeftovers(folder: string): Promise<void> {
  const packages = join(folder, 'node_modules')
  await rm(join(packages, PACKAGE, 'build'), { recursive: true, force: true })
  await rm(join(folder, 'libraries/include'), { recursive: true, force: true })
  await removeMaps(packages)
}

/** Two thirds of the packages are maps of bundles that Node does not load. */
async function removeMaps(folder: string): Promise<void> {
  for (const { name, parentPath } of await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  })) {
    if (name.endsWith('.map')) await rm(join(parentPath, name), { force: true })
  }
}
