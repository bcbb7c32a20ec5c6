import type { Attack } from './attack.ts'
import { repositoryAttacks } from './in-repository.ts'
import { sourceAttacks } from './in-source.ts'

/** Ways to pass without a repair, and what `info.integrity` says of each. */
export const attacks: Readonly<Record<string, Attack>> = { ...repositoryAttacks, ...sourceAttacks }
