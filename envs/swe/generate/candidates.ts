import type { Files } from '../tasks/edits.ts'
import { callDepth, difficultyOf, isOmission } from './difficulty.ts'
import { type Example, exampleOf, testBody } from './example.ts'
import { type Mutant, placeOf } from './mutants.ts'
import type { Bench } from './repository.ts'
import { idOf, type ScannedTest } from './run-tests.ts'

/** A failing test and what a user would show of it. */
export interface Case {
  readonly test: ScannedTest
  readonly example: Example | undefined
}

/** A mutant that makes a task. */
export interface Candidate extends Mutant {
  readonly failing: readonly ScannedTest[]
  readonly level: 1 | 2 | 3 | 4
  /** One case a symptom: what the report shows. */
  readonly cases: readonly Case[]
}

const MOST_FAILING = 0.6
const FEWEST_PASSING = 3
/** A longer example is a program, not a report. */
const LONGEST_EXAMPLE = 1200

/**
 * A mutant that some hidden test sees, so none that is equal to the original in all it does, and not
 * a wreck; a loop or a crash leaves tests unreported.
 */
export function candidateOf(
  bench: Bench,
  mutant: Mutant,
  tests: readonly ScannedTest[],
): Candidate | undefined {
  const failing = failingOf(bench, tests)
  if (!failing) return undefined
  const shown = bestCase(bench, failing)
  if (!shown) return undefined
  const visible = failing.filter((test) => !bench.isHidden(test.file))
  if (visible.length === 0 && !shown.example) return undefined
  if (!isJudgedUnseen(bench, failing, [shown])) return undefined
  return { ...mutant, failing, level: levelOf(bench, mutant, shown, visible), cases: [shown] }
}

/** Whether a hidden test fails that the report does not show: the answer to what is shown is no solution. */
export function isJudgedUnseen(
  bench: Bench,
  failing: readonly ScannedTest[],
  cases: readonly Case[],
): boolean {
  const shown = new Set(cases.map(({ test }) => idOf(test)))
  return failing.some((test) => bench.isHidden(test.file) && !shown.has(idOf(test)))
}

/** The failing tests, if a fair task can be made of them. */
export function failingOf(
  bench: Bench,
  tests: readonly ScannedTest[],
): readonly ScannedTest[] | undefined {
  const failing = tests.filter((test) => !test.passed)
  if (tests.length !== bench.ids.length) return undefined
  const passing = bench.ids.length - failing.length
  const isFair =
    failing.some((test) => bench.isHidden(test.file)) &&
    failing.length / bench.ids.length <= MOST_FAILING &&
    passing >= FEWEST_PASSING
  return isFair ? failing : undefined
}

/** The failing test that is shortest to show, a visible one where there is any. */
export function bestCase(bench: Bench, failing: readonly ScannedTest[]): Case | undefined {
  const visible = failing.filter((test) => !bench.isHidden(test.file))
  const cases = (visible.length > 0 ? visible : failing).map((test): Case => {
    const source = bench.testSources.get(test.file)
    const example = source && test.error ? exampleOf(source, test.names, test.error) : undefined
    return { test, example: example && example.code.length > LONGEST_EXAMPLE ? undefined : example }
  })
  const length = ({ example }: Case): number => example?.code.length ?? Number.MAX_SAFE_INTEGER
  return cases.sort((a, b) => length(a) - length(b))[0]
}

/** Of several bugs in the same lines that the same tests see, the first. */
export function distinct(candidates: readonly Candidate[], files: Files): Candidate[] {
  const seen = new Set<string>()
  return candidates.filter((candidate) => {
    const key = [placeOf(candidate, files), ...candidate.failing.map(idOf).sort()].join('\n')
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function levelOf(
  bench: Bench,
  mutant: Mutant,
  { test }: Case,
  visible: readonly ScannedTest[],
): Candidate['level'] {
  const [part] = mutant.parts
  if (mutant.feature || !part || mutant.parts.length > 1) return 4
  const source = bench.testSources.get(test.file)
  const mentions = source ? (testBody(source, test.names)?.mentions ?? []) : []
  return difficultyOf({
    visibleFailing: visible.length,
    depth: callDepth(bench.sources, mentions, part.file, part.site),
    omission: isOmission(part.operator),
  })
}
