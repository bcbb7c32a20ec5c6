import type { Unit } from '../../plots/axes.ts'

/** A plot of one number, or of several that are read together. */
export interface MetricChart {
  readonly title: string
  readonly unit: Unit
  /** Name of the metric, and what it is called where several share a plot. */
  readonly metrics: readonly (readonly [metric: string, label: string])[]
  /** Its standard deviation, drawn as a band. */
  readonly deviation?: string
  /** Many magnitudes. */
  readonly log?: boolean
}

export interface ChartGroup {
  readonly title: string
  readonly charts: readonly MetricChart[]
}

const chart = (
  title: string,
  unit: Unit,
  metrics: string | readonly (readonly [string, string])[],
  more: Partial<MetricChart> = {},
): MetricChart => ({
  title,
  unit,
  metrics: typeof metrics === 'string' ? [[metrics, title]] : metrics,
  ...more,
})

/** Names as the trainers write them, in the order of the page. */
export const chartGroups: readonly ChartGroup[] = [
  {
    title: 'What it achieves',
    charts: [
      chart('Reward', 'number', 'reward', { deviation: 'reward_std' }),
      chart('Success in training', 'share', 'episode/success_rate'),
      chart('Held-out success', 'share', [
        ['eval/success', 'greedy'],
        ['eval/sampled_success', 'sampled'],
      ]),
      chart('Held-out return', 'number', 'eval/return'),
      chart('Loss', 'number', [
        ['losses/policy_loss', 'training'],
        ['eval/policy_loss', 'held out'],
      ]),
      chart('Held-out perplexity', 'number', 'eval/perplexity'),
      chart('Held-out token accuracy', 'share', 'eval/token_accuracy'),
    ],
  },
  {
    title: 'What there is to learn from',
    charts: [
      chart('Standard deviation of returns within groups', 'number', 'rollout/in_group_std'),
      chart('Groups without variance', 'share', [
        ['frac_reward_zero_std', 'all'],
        ['rollout/frac_all_good', 'all succeed'],
        ['rollout/frac_all_bad', 'all fail'],
      ]),
      chart('Groups of an update', 'count', [
        ['rollout/kept_groups', 'trained'],
        ['rollout/discarded_groups', 'discarded'],
      ]),
      chart('Entropy (nats a token)', 'number', 'entropy'),
      chart('Entropy (nats a token)', 'number', 'losses/entropy'),
    ],
  },
  {
    title: 'How the policy moves',
    charts: [
      chart('Policy loss', 'number', 'loss'),
      chart('KL from the reference', 'number', 'kl'),
      chart('KL from the start of the update', 'number', 'ppo_kl'),
      chart('Clipped tokens', 'share', [
        ['clip_ratio/low_mean', 'below'],
        ['clip_ratio/high_mean', 'above'],
      ]),
      chart('Gradient norm', 'number', 'grad_norm', { log: true }),
      chart('Gradient norm', 'number', 'losses/grad_norm', { log: true }),
      chart('Learning rate', 'number', 'learning_rate'),
      chart('Learning rate', 'number', 'charts/learning_rate'),
      chart(
        'Sampler against trainer: |difference| of log-probabilities',
        'number',
        [
          ['sampling/sampling_logp_difference/mean', 'mean'],
          ['sampling/sampling_logp_difference/max', 'largest'],
        ],
        { log: true },
      ),
      chart('Effective sample size', 'share', 'sampling/ess'),
      chart('Staleness (updates)', 'number', [
        ['staleness/mean', 'mean'],
        ['staleness/max', 'largest'],
      ]),
    ],
  },
  {
    title: 'What episodes are like',
    charts: [
      chart('Turns an episode', 'number', 'num_turns/mean'),
      chart('Drawn tokens an episode', 'number', 'completions/mean_length'),
      chart('Valid actions', 'share', 'episode/valid_action_ratio'),
      chart('Truncated episodes', 'share', 'episode/truncated_ratio'),
      chart('Duplicate episodes', 'share', 'episode/duplicate_ratio'),
      chart('Breaks of the prefix', 'number', 'drift/prefix_breaks'),
    ],
  },
  {
    title: 'How fast it goes',
    charts: [
      chart('Tokens a second', 'count', 'perf/throughput'),
      chart('Tokens a second', 'count', 'charts/tokens_per_second'),
      chart('Seconds an update', 'number', 'timing_s/step'),
    ],
  },
]

/** Parts of the reward share a plot, whatever they are called. */
export const REWARD_PART = /^rewards\/(.+)\/mean$/
/** Other panels have these. */
export const DIFFICULTY = /^(success|eval\/success)\/(.+)$/
export const PHASE = /^timing_s\/(?!step$)(.+)$/
export const UNSCORED = /^unscored\/(.+)$/
/** Said as figures: they only grow. */
export const COUNTERS = [
  ...['episodes', 'num_tokens', 'skipped', 'charts/epoch'],
  ...['charts/tokens', 'charts/policy_tokens', 'charts/skipped'],
]

const known = new Set([
  ...COUNTERS,
  ...chartGroups.flatMap(({ charts }) =>
    charts.flatMap(({ metrics, deviation }) => [
      ...metrics.map(([metric]) => metric),
      ...(deviation === undefined ? [] : [deviation]),
    ]),
  ),
])

/** No panel has a place of its own for it. */
export const isOther = (metric: string): boolean =>
  !known.has(metric) &&
  ![REWARD_PART, DIFFICULTY, PHASE, UNSCORED].some((family) => family.test(metric))
