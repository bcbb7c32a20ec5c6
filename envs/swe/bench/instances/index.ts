export type { Instance } from './instance.ts'
export { type InstanceSet, openInstances } from './open-instances.ts'
export { locateRepository, type RepositorySource } from './repository.ts'
