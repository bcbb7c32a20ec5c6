import type { QuestionKind } from '../../../questions/question.ts'
import { contest, difference } from './comparison.ts'
import { count, veiledCount } from './counting.ts'
import { intersection, veiledIntersection } from './intersection.ts'
import { chain, untold } from './paths.ts'
import type { Poser } from './posed.ts'
import { aboutMayorWhen, conflict, inYear, mayorWhen } from './temporal.ts'

export interface AtlasKind {
  readonly name: string
  readonly kind: QuestionKind
  /** Pages that have to be read. */
  readonly hops: number
  readonly difficulty: 1 | 2 | 3 | 4 | 5
}

const row = (
  name: string,
  kind: QuestionKind,
  difficulty: AtlasKind['difficulty'],
  pose: Poser,
) => ({ name, kind, difficulty, pose, hops: Number(name.at(-1)) })

/** All that can be asked; the number in a name is that of the pages that have to be read. */
export const posers: readonly (AtlasKind & { readonly pose: Poser })[] = [
  row('lookup-1', 'lookup', 1, chain(1)),
  row('bridge-2', 'bridge', 2, chain(2)),
  row('bridge-3', 'bridge', 3, chain(3)),
  row('bridge-4', 'bridge', 4, chain(4)),
  row('comparison-2', 'comparison', 2, difference),
  row('comparison-4', 'comparison', 5, contest),
  row('intersection-2', 'intersection', 3, intersection),
  row('intersection-3', 'intersection', 5, veiledIntersection),
  row('temporal-1', 'temporal', 1, inYear),
  row('temporal-2', 'temporal', 3, mayorWhen),
  row('temporal-3', 'temporal', 4, aboutMayorWhen),
  row('conflict-1', 'temporal', 2, conflict),
  row('counting-1', 'counting', 2, count),
  row('counting-2', 'counting', 3, veiledCount),
  row('unanswerable-1', 'unanswerable', 2, untold(1)),
  row('unanswerable-2', 'unanswerable', 4, untold(2)),
]
