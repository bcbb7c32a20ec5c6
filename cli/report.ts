import type { RunResult } from '../runs/index.ts'

/** The one line of `run --json`. */
export function runJson(result: RunResult, seed: number): string {
  const { summary, env, agent } = result
  return JSON.stringify({
    run: result.dir,
    status: result.status,
    env: env.id,
    agent,
    sandbox: summary.sandbox,
    seed,
    episodes: summary.episodes,
    scored: summary.scored,
    unscored: summary.unscored,
    unscoredByClass: summary.unscoredByClass,
    success: summary.success.rate,
    successInterval:
      summary.success.rate === null ? null : [summary.success.low, summary.success.high],
    reward: env.reward.preset,
    meanReward: summary.reward.mean,
    rewards: Object.fromEntries(
      Object.entries(summary.rewards).map(([name, { mean }]) => [name, mean]),
    ),
    meanTurns: summary.turns.mean,
    stopped: summary.stopped ?? {},
    failedActions: summary.failedActions,
    passAtK: summary.passAtK,
    passHatK: summary.passHatK,
    usage: summary.usage ?? null,
    sampling: result.sampling ?? null,
    timings: summary.timings,
    episodesPerSecond: result.episodesPerSecond,
    seconds: result.seconds,
  })
}
