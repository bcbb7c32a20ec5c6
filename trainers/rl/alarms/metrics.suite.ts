import type { RlMetrics } from '../metrics.ts'

/** Metrics of an update in which nothing is wrong, of 8 groups of 16. */
export function metricsAt(update: number, changes: Partial<RlMetrics> = {}): RlMetrics {
  return {
    global_step: update,
    ...{ episodes: 128 * update, num_tokens: 5000 * update, skipped: 0 },
    ...{ reward: 0.4, reward_std: 0.5, frac_reward_zero_std: 0.25 },
    ...{ 'rollout/frac_all_good': 0.125, 'rollout/frac_all_bad': 0.125 },
    ...{ 'rollout/in_group_std': 0.4, 'rollout/kept_groups': 6, 'rollout/discarded_groups': 2 },
    ...{ 'episode/success_rate': 0.4, 'episode/valid_action_ratio': 0.98 },
    ...{ 'episode/truncated_ratio': 0.1, 'episode/duplicate_ratio': 0.2 },
    ...{ 'num_turns/mean': 3.2, 'completions/mean_length': 12.5, 'drift/prefix_breaks': 0 },
    ...{ loss: 0.01, grad_norm: 0.5, learning_rate: 0.002, entropy: 1.5, ppo_kl: 0.004 },
    ...{ 'clip_ratio/low_mean': 0.01, 'clip_ratio/high_mean': 0.02 },
    'sampling/sampling_logp_difference/mean': 1e-6,
    'sampling/sampling_logp_difference/max': 1e-5,
    ...{ 'sampling/ess': 0.99, 'staleness/mean': 0, 'staleness/max': 0 },
    ...{ 'perf/throughput': 12_345, 'timing_s/step': 1.6 },
    ...{ 'timing_s/rollout': 1.2, 'timing_s/update': 0.4 },
    ...{ 'mask/trained_fraction': 0.3, 'mask/unsampled_tokens': 0 },
    ...changes,
  }
}
