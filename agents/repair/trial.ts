import { shellQuote } from '../../core/index.ts'
import { writeCommand } from './script.ts'
import { OWN, runTests } from './survey.ts'

export const CHECK = `${OWN}/check.mjs`
export const KEPT = `${OWN}/kept`

export const restoreCommand = (file: string) =>
  `cp ${shellQuote(`${KEPT}/${file}`)} ${shellQuote(file)}`

/** How the repository does with an edit. */
export interface TrialResult {
  /** Examples that give what was expected. */
  readonly working: number
  /** Failing tests; undefined where they were not run. */
  readonly failing: readonly string[] | undefined
  /** The command was stopped, so the edit is still there. */
  readonly isLeft: boolean
}

export interface TrialSetup {
  /** Module that users import. */
  readonly entry: string
  readonly examples: number
  /** Examples that work without the edit. */
  readonly working: number
  /** File that a stopped command has left edited. */
  readonly before: string | undefined
}

/**
 * Makes one edit, runs the reported example and then the tests, and takes the edit back unless all is
 * well. A command that was stopped leaves the edit: the next one begins by taking it back.
 */
export function trialCommand(
  file: string,
  text: string,
  { entry, examples, working, before }: TrialSetup,
): string {
  // An edit may have made an endless loop.
  const check = `timeout 2 node ${CHECK} "$PWD/"${shellQuote(entry)} 2>&1 | grep '^example ' | head -c 900; [ "$(cat ${OWN}/verdict 2> /dev/null || echo 0)" -gt ${working} ]`
  const all = examples > working ? ` && [ "$(cat ${OWN}/verdict)" = ${examples} ]` : ''
  return [
    before === undefined ? '' : restoreCommand(before),
    writeCommand(file, text).trimEnd(),
    'tests=1',
    `rm -f ${OWN}/tests.tap ${OWN}/verdict`,
    examples > working ? `if ${check}; then` : 'if true; then',
    runTests(),
    `echo "tests: $tests"`,
    `grep -E '^ *not ok' ${OWN}/tests.tap | head -c 3000`,
    'fi',
    `if [ "$tests" = 0 ]${all}; then echo 'edit: kept'; else ${restoreCommand(file)}; echo 'edit: taken back'; fi`,
  ]
    .filter((line) => line !== '')
    .join('\n')
}

export function readTrial(observation: string): TrialResult {
  const hasRun = /^tests: \d+$/m.test(observation)
  const failing = [...observation.matchAll(/^ *not ok \d+ - (.+)$/gm)].map((m) => m[1] ?? '')
  return {
    working: [...observation.matchAll(/^example \d+: as expected$/gm)].length,
    failing: hasRun ? failing : undefined,
    isLeft: !/^edit: /m.test(observation),
  }
}
