import type { Instance, RepositorySource } from '../instances/index.ts'

/** An instance, and where its repository comes from. */
export interface LocatedInstance {
  readonly instance: Instance
  readonly repository: RepositorySource
}
