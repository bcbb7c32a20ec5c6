import { finite } from './history.ts'
import { percent, type Rule, short } from './rule.ts'

/** Something is wrong with how episodes are played, sampled and handed over. Limits are ours. */
export const rolloutRules: readonly Rule[] = [
  {
    name: 'sampler-mismatch',
    seen: 'log-probs of sampler and trainer differ by more than 0.02 nats a token in the mean, or the effective sample size is below 0.5',
    means:
      'the tokens are not trained as they were drawn: log-probs shifted by one, an inverted mask, observation tokens in the loss, or another temperature',
    advice:
      'stop, and compare both log-probs of one episode; token importance correction only hides it',
    judge({ now }) {
      const difference = finite(now['sampling/sampling_logp_difference/mean'])
      const ess = finite(now['sampling/ess'])
      if (difference !== null && Math.abs(difference) > 0.02) {
        return `log-probs of sampler and trainer differ by ${short(Math.abs(difference))} nats a token`
      }
      if (ess !== null && ess < 0.5) return `the effective sample size is ${percent(ess)}`
      return difference === null && ess === null ? undefined : null
    },
  },
  {
    name: 'unsampled-tokens',
    seen: 'a trained token has no log-prob from the sampler',
    means: 'the mask holds tokens that the policy did not draw, of a prompt or of an observation',
    advice: 'stop, and look at the mask of a stored sample',
    judge({ now }) {
      const count = now['mask/unsampled_tokens']
      if (count === undefined) return undefined
      return count > 0 ? `${count} of the trained tokens were never drawn` : null
    },
  },
  {
    name: 'trained-share',
    seen: 'all tokens of the samples are trained, or none is',
    means: 'prompts and observations are in the loss, or the mask is empty',
    advice: 'stop, and look at the mask of a stored sample',
    judge({ now }) {
      const share = now['mask/trained_fraction']
      if (share === undefined || now['rollout/kept_groups'] === 0) return undefined
      return share > 0.98 || share <= 0 ? `${percent(share)} of tokens are trained` : null
    },
  },
  {
    name: 'prefix-breaks',
    seen: 'a prompt is not what was said before with something appended',
    means:
      'what was drawn is encoded anew, or the chat template rewrites earlier turns: samples are split there, and train on less context',
    advice: 'use a template that keeps the prefix; where the agent cuts its history this is meant',
    judge({ now }) {
      const breaks = finite(now['drift/prefix_breaks'])
      if (breaks === null) return undefined
      return breaks > 0 ? `prompts that break with what was said before: ${short(breaks)}` : null
    },
  },
  {
    name: 'stale-tokens',
    seen: 'tokens were drawn with older weights than the staleness bound allows',
    means: 'rollouts run too far ahead of the updates',
    advice: 'lower the bound on groups in flight, or raise the staleness that is allowed',
    judge({ now, limits }) {
      const staleness = finite(now['staleness/max'])
      if (staleness === null) return undefined
      return staleness > limits.staleness
        ? `tokens are ${short(staleness)} versions of the weights old, ${limits.staleness} are allowed`
        : null
    },
  },
  {
    name: 'unscored-episodes',
    seen: 'more than 10 % of the episodes of an update are unscored',
    means: 'the infrastructure fails, not the policy; these episodes train nothing',
    advice: 'look at their errors: a server, a sandbox, a deadline',
    judge({ now, before }) {
      const classes = unscoredOf(now)
      const count = classes.reduce((sum, [, episodes]) => sum + episodes, 0)
      if (count === 0) return null
      const share = count / Math.max(now.episodes - before.episodes, count)
      const told = classes.map(([name, episodes]) => `${episodes} ${name}`).join(', ')
      return share > 0.1 ? `${percent(share)} of episodes are unscored: ${told}` : null
    },
  },
  {
    name: 'truncated-episodes',
    seen: 'more than half of the episodes are cut off, three updates in a row',
    means: 'they end at the limit of steps or tokens before the task does',
    advice: 'raise the limit, or penalise length',
    raiseAfter: 3,
    judge({ now }) {
      const share = finite(now['episode/truncated_ratio'])
      if (share === null) return undefined
      return share > 0.5 ? `${percent(share)} of episodes are cut off` : null
    },
  },
  {
    name: 'invalid-actions',
    seen: 'more than 30 % of the actions are invalid, three updates in a row',
    means: 'the policy does not know the format: reward has to wait for luck',
    advice: 'warm start with train sft, constrain the actions, or penalise invalid ones',
    raiseAfter: 3,
    judge({ now }) {
      const valid = finite(now['episode/valid_action_ratio'])
      if (valid === null) return undefined
      return valid < 0.7 ? `${percent(1 - valid)} of actions are invalid` : null
    },
  },
]

/** Classes of failures with how many episodes of the update they took. */
function unscoredOf(metrics: Readonly<Record<string, number | undefined>>): [string, number][] {
  return Object.entries(metrics).flatMap(([name, count]) =>
    name.startsWith('unscored/') && count !== undefined && count > 0
      ? [[name.slice('unscored/'.length), count] as [string, number]]
      : [],
  )
}
