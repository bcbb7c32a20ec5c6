import type { RlRunResult, RlStart } from '../../trainers/index.ts'
import { describeEngine } from '../device-flags.ts'
import type { RlRunSummary } from './rl-output.ts'

/** What is settled, in two lines. */
export function describeRlStart(start: RlStart): string {
  const { algorithm, policy, envs, updates, groups, groupSize, engine, dir, updatesDone } = start
  const { model, family, parameters, trained } = policy
  const count = (value: number) => value.toLocaleString('en-US')
  const share = trained === parameters ? '' : `, ${count(trained)} of them trained`
  const before = updatesDone > 0 ? ` (${count(updatesDone)} done before)` : ''
  const together = start.lockstep ? ', sampled together' : ''
  return [
    `${algorithm} on ${envs.join(', ')}: ${model} (${family}, ${count(parameters)} parameters${share})`,
    `${count(updates)} updates${before} of ${groups} groups of ${groupSize} episodes${together}; ${describeEngine(engine)}, in ${dir}`,
  ].join('\n')
}

export function summaryOf(result: RlRunResult): RlRunSummary {
  const { dir, status, seed, envs, engine, policy, state, updates, last } = result
  return {
    ...{ dir, status, seed, envs, engine, last },
    algorithm: result.algorithm.split(' ')[0] ?? result.algorithm,
    model: policy,
    updates: state.update,
    of: updates,
    episodes: state.episodes,
    tokens: state.tokens,
    seconds: result.seconds,
    evalSuccess: state.evaluated?.success ?? null,
    evalReturn: state.evaluated?.return ?? null,
    best: state.best,
    alarms: result.alarms,
    unscored: result.unscored,
    skipped: state.skipped,
    exported: result.exported,
  }
}
