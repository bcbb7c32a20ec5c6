import { shellQuote } from '../../core/index.ts'
import { writeCommand } from './script.ts'
import { OWN, runTests } from './survey.ts'

export const CHECK = `${OWN}/check.mjs`
export const KEPT = `${OWN}/kept`

export const restoreCommand = (file: string) =>
  `cp ${shellQuote(`${KEPT}/${file}`)} ${shellQuote(file)}`

/** How the repository does with an edit. */
export interface TrialResult {
  readonly exampleWorks: boolean
  /** Failing tests; undefined where they were not run. */
  readonly failing: readonly string[] | undefined
  /** The command was stopped, so the edit is still there. */
  readonly isLeft: boolean
}

/**
 * Makes one edit, runs the reported example and then the tests, and takes the edit back unless all is
 * well. A command that was stopped leaves the edit: the next one begins by taking it back.
 */
export function trialCommand(
  file: string,
  text: string,
  { entry, hasCheck, before }: { entry: string; hasCheck: boolean; before: string | undefined },
): string {
  // An edit may have made an endless loop.
  const check = `timeout 2 node ${CHECK} "$PWD/"${shellQuote(entry)} 2>&1 | tail -n 1; grep -q works ${OWN}/verdict`
  return [
    before === undefined ? '' : restoreCommand(before),
    writeCommand(file, text).trimEnd(),
    'tests=1',
    `rm -f ${OWN}/tests.tap ${OWN}/verdict`,
    hasCheck ? `if ${check}; then` : 'if true; then',
    runTests(),
    `echo "tests: $tests"`,
    `grep -E '^ *not ok' ${OWN}/tests.tap | head -c 3000`,
    'fi',
    `if [ "$tests" = 0 ]; then echo 'edit: kept'; else ${restoreCommand(file)}; echo 'edit: taken back'; fi`,
  ]
    .filter((line) => line !== '')
    .join('\n')
}

export function readTrial(observation: string): TrialResult {
  const hasRun = /^tests: \d+$/m.test(observation)
  const failing = [...observation.matchAll(/^ *not ok \d+ - (.+)$/gm)].map((m) => m[1] ?? '')
  return {
    exampleWorks: !/^example: gives /m.test(observation),
    failing: hasRun ? failing : undefined,
    isLeft: !/^edit: /m.test(observation),
  }
}
