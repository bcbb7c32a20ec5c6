/**
 * One line of `metrics.jsonl` of a run of reinforcement learning: names as TRL, verl and RAGEN have them
 * where they have one. Counts and seconds are of this update unless it says otherwise; a number that has no
 * meaning in an update is absent.
 */
export interface RlMetrics {
  /** Updates so far, from 1. */
  readonly global_step: number
  /** Episodes and tokens (read and drawn) since the first update. */
  readonly episodes: number
  readonly num_tokens: number
  /** Mean and standard deviation of the returns of all scored episodes. */
  readonly reward?: number
  readonly reward_std?: number
  /** Share of groups whose returns are all equal; of these, all successes and all failures. */
  readonly frac_reward_zero_std?: number
  readonly 'rollout/frac_all_good'?: number
  readonly 'rollout/frac_all_bad'?: number
  /** Mean standard deviation of returns within a group. */
  readonly 'rollout/in_group_std'?: number
  /** Groups that were trained, and that were played and not trained (zero variance, filters). */
  readonly 'rollout/kept_groups'?: number
  readonly 'rollout/discarded_groups'?: number
  readonly 'episode/success_rate'?: number
  readonly 'episode/valid_action_ratio'?: number
  readonly 'episode/truncated_ratio'?: number
  readonly 'episode/duplicate_ratio'?: number
  readonly 'num_turns/mean'?: number
  readonly 'completions/mean_length'?: number
  readonly 'drift/prefix_breaks'?: number
  /** Of the optimizer steps of the update. */
  readonly loss?: number
  readonly grad_norm?: number
  readonly learning_rate: number
  /** Mean over trained tokens, in nats. */
  readonly entropy?: number
  readonly kl?: number
  /** From the policy at the start of the update, k3. */
  readonly ppo_kl?: number
  readonly 'clip_ratio/low_mean'?: number
  readonly 'clip_ratio/high_mean'?: number
  /** |log π_train − log π_sampler| of drawn tokens at the weights that drew them. */
  readonly 'sampling/sampling_logp_difference/mean'?: number
  readonly 'sampling/sampling_logp_difference/max'?: number
  /** Effective sample size of the importance ratios, as a share. */
  readonly 'sampling/ess'?: number
  readonly 'staleness/mean'?: number
  readonly 'staleness/max'?: number
  /** Optimizer steps that were skipped, so far. */
  readonly skipped: number
  readonly 'perf/throughput': number
  readonly 'timing_s/step': number
  /** Further ones by name: rewards/{part}/mean, unscored/{class}, timing_s/{phase}, success/{difficulty}, eval/... */
  readonly [name: string]: number | undefined
}

/** Something is wrong with a run, or about to be. */
export interface Alarm {
  /** As in the guide's table of failures, `entropy-collapse`. */
  readonly name: string
  readonly update: number
  /** One line: what is seen, what it means, what to do. */
  readonly message: string
}
