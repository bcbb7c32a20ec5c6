import type { Candidate } from '../candidate.ts'
import type { Located, Source } from '../source.ts'

/** What the makers of candidates see of a repository. */
export interface Repository {
  readonly sources: readonly Source[]
  /** Parameter names of functions, by the function's name. */
  readonly parameters: ReadonlyMap<string, readonly string[]>
  /** Names of async functions and methods. */
  readonly asyncNames: ReadonlySet<string>
  /** What documents say, and texts that show how things are used. */
  readonly documents: readonly string[]
}

/** Every small edit of one sort in one file. */
export type CandidateMaker = (source: Source, repository: Repository) => readonly Candidate[]

/** A maker that looks at one node after the other. */
export function perNode(
  kind: string,
  edits: (
    located: Located,
    source: Source,
    repository: Repository,
  ) => readonly Omit<Candidate, 'source' | 'kind'>[],
): CandidateMaker {
  return (source, repository) =>
    source.nodes.flatMap((located) =>
      edits(located, source, repository).map((edit) => ({ ...edit, source, kind })),
    )
}

/** The node's text replaced. */
export const replaceNode = (
  { start, end }: { readonly start: number; readonly end: number },
  replacement: string,
  oddness = 1,
) => ({ start, end, replacement, oddness })
