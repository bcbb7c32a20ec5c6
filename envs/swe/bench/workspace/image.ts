import { ConfigError } from '../../../../core/index.ts'
import { shellWord } from '../../../../core/shell-quote.ts'
import {
  imageFacts,
  type OpenSandboxOptions,
  pullImage,
  type Sandbox,
} from '../../../../sandboxes/index.ts'
import type { SandboxOpener, SandboxPlace } from '../../workspace.ts'
import { commitRest, cutHistory, dropSettings, headOf } from './cut.ts'
import type { LocatedInstance } from './located.ts'
import type { RepositoryFiles } from './prepare.ts'
import { run } from './run.ts'

/** Where SWE-bench's images and those made after them have the repository. */
const USUAL = '/testbed'

/**
 * The sandbox that an instance's repository is opened in. For one that lies beside the instances an image
 * is a hint: what is not on this machine is not pulled for it.
 * @throws ConfigError where the image has no repository.
 */
export async function sandboxOptionsOf(
  open: SandboxOpener,
  { instance, repository }: LocatedInstance,
  place: SandboxPlace,
): Promise<OpenSandboxOptions> {
  if (repository.kind === 'image') return inImage(open, repository.image, instance.id, place)
  const { image } = instance
  const isHere = place.kind === 'docker' && image !== undefined && (await imageFacts(image))
  return isHere ? { ...place, image } : place
}

async function inImage(
  open: SandboxOpener,
  image: string,
  id: string,
  place: SandboxPlace,
): Promise<OpenSandboxOptions> {
  if (place.kind !== 'docker') {
    throw new ConfigError(
      `Cannot open the repository of ${id} in a ${place.kind} sandbox: it is in the image ${image} (use docker, or put a clone beside the instances)`,
    )
  }
  await pullImage(image)
  const own = (await imageFacts(image))?.workdir
  const folders = [...new Set([USUAL, own ?? '/'])].filter((folder) => folder !== '/')
  await using sandbox = await open({ ...place, image })
  const workdir = await repositoryAmong(sandbox, folders)
  if (workdir !== undefined) return { ...place, image, workdir }
  throw new ConfigError(
    `Cannot open the repository of ${id}: the image ${image} has none in ${folders.join(' or ')} (use an image whose WORKDIR is one, or put a clone beside the instances)`,
  )
}

async function repositoryAmong(
  sandbox: Sandbox,
  folders: readonly string[],
): Promise<string | undefined> {
  const words = folders.map(shellWord).join(' ')
  const script = `for folder in ${words}; do if [ -d "$folder/.git" ]; then echo "$folder"; break; fi; done`
  const printed = await run(sandbox, 'look into the image', script, { root: sandbox.workdir })
  return printed.trim() || undefined
}

/** What an image has at its working directory, builds included, without what came later. */
export function prepareImage({ id, baseCommit }: LocatedInstance['instance']): RepositoryFiles {
  return {
    bytes: 0,
    async put(sandbox, root) {
      await dropSettings(sandbox, root)
      const commit = baseCommit ?? (await headOf(sandbox, root))
      await cutHistory(sandbox, root, { commit, files: 'keep', id })
      await commitRest(sandbox, root)
    },
  }
}
