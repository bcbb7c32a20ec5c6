import type { OpenSandboxOptions } from '../../../../sandboxes/index.ts'
import type { SandboxPlace } from '../../workspace.ts'
import type { Instance } from '../instances/index.ts'
import { commitRest, cutHistory, dropSettings, headOf } from './cut.ts'
import type { LocatedInstance } from './located.ts'
import type { RepositoryFiles } from './prepare.ts'

/** Where SWE-bench's images and those after them have the repository. */
const USUAL = '/testbed'

/** The sandbox that an instance's repository is opened in. */
export async function sandboxOptionsOf(
  { repository }: LocatedInstance,
  place: SandboxPlace,
): Promise<OpenSandboxOptions> {
  if (repository.kind !== 'image') return place
  return { ...place, image: repository.image, workdir: USUAL }
}

/** What an image has at its working directory, builds included, without what came later. */
export function prepareImage({ id, baseCommit }: Instance): RepositoryFiles {
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
