import type { AnyDef } from '../define-env.ts'
import { EnvError } from '../errors.ts'
import { canSnapshot } from '../wrappers/wrap.ts'
import { checkClose, checkOrder } from './order.ts'
import { checkCheat, checkGold, checkNull } from './payoff.ts'
import { type CheckReport, type CheckResult, type Finding, runCheck } from './report.ts'
import { checkSeeds } from './seeds.ts'
import { checkSnapshot } from './snapshot.ts'
import { checkSpaces } from './spaces.ts'
import { checkSplits } from './splits.ts'
import { type CheckOptions, type EnvOpener, subjectOf } from './subject.ts'

/**
 * Holds an env to its contract and to what it declares: order, spaces, seeds, snapshots, gold,
 * doing nothing, cheats, splits, closing twice. Takes a definition, or a function that opens an env
 * written without one.
 * @throws EnvError listing what failed.
 */
export async function checkEnv(
  target: AnyDef | EnvOpener,
  options: CheckOptions = {},
): Promise<CheckReport> {
  const report = await inspectEnv(target, options)
  if (report.passed) return report
  const failures = report.checks.filter((check) => check.status === 'failed')
  throw new EnvError(
    `Cannot accept env ${report.env}: ${failures.map((check) => `${check.name}: ${check.detail}`).join('; ')} (fix it, or declare the deviation with its reason in \`expect\`)`,
  )
}

/** `checkEnv` as a report that does not throw. */
export async function inspectEnv(
  target: AnyDef | EnvOpener,
  options: CheckOptions = {},
): Promise<CheckReport> {
  const subject = await subjectOf(target, options)
  const { expect, open } = subject
  const plan: readonly (readonly [name: string, body: () => Promise<Finding>])[] = [
    ['spaces', () => checkSpaces(subject)],
    ['order', () => checkOrder(subject)],
    [
      'seeds',
      async () =>
        expect.deterministic === true ? checkSeeds(subject) : { waived: expect.deterministic.none },
    ],
    [
      'snapshot',
      async () => {
        await using env = await open()
        return canSnapshot(env) ? await checkSnapshot(env) : { waived: 'its state is a resource' }
      },
    ],
    ['gold', () => checkGold(subject)],
    ['null', () => checkNull(subject)],
    ...subject.cheats.map((name) => [`cheat ${name}`, () => checkCheat(subject, name)] as const),
    [
      'splits',
      async () =>
        expect.splits === true
          ? checkSplits(await subject.tasks())
          : { waived: expect.splits.none },
    ],
    ['close', () => checkClose(subject)],
  ]
  const checks: CheckResult[] = []
  for (const [name, body] of plan) checks.push(await runCheck(name, body, options.signal))
  return {
    env: subject.id,
    checks,
    passed: checks.every((result) => result.status !== 'failed'),
  }
}
