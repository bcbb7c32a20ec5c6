import { FEW, finite, medianOf, startOf, valuesOf } from './history.ts'
import { isSolved, percent, type Rule, short } from './rule.ts'

/** Something is wrong with the steps that the optimizer takes. Limits are ours. */
export const optimizerRules: readonly Rule[] = [
  {
    name: 'skipped-steps',
    seen: 'an optimizer step is skipped, or loss or gradient is not finite',
    means: 'numbers overflow, or a division has nothing to divide by',
    advice: 'look at the batch that was saved; lower the learning rate',
    judge({ now, before }) {
      const skipped = now.skipped - before.skipped
      if (skipped > 0)
        return skipped === 1
          ? 'an optimizer step was skipped'
          : `${skipped} optimizer steps were skipped`
      if (now['rollout/kept_groups'] === 0) return null
      if (isBroken(now.loss)) return 'loss is not finite'
      return isBroken(now.grad_norm) ? 'gradient norm is not finite' : null
    },
  },
  {
    name: 'clip-fraction',
    seen: 'more than 30 % of the trained tokens are clipped, two updates in a row',
    means:
      'the ratio to the policy at the start of the update explodes: log-probs shifted by one, or steps that are too large',
    advice: 'see that sampler-mismatch is quiet, then lower the learning rate or the epochs',
    raiseAfter: 2,
    judge({ now }) {
      const low = finite(now['clip_ratio/low_mean'])
      const high = finite(now['clip_ratio/high_mean'])
      if (low === null && high === null) return undefined
      const share = (low ?? 0) + (high ?? 0)
      return share > 0.3 ? `${percent(share)} of trained tokens are clipped` : null
    },
  },
  {
    name: 'policy-jump',
    seen: 'the policy moves by more than 0.2 nats a token in one update, two updates in a row',
    means: 'the steps are too large: what was sampled does not speak for the policy that results',
    advice: 'lower the learning rate, the epochs or the optimizer steps of an update',
    raiseAfter: 2,
    judge({ now }) {
      const kl = finite(now.ppo_kl)
      if (kl === null) return undefined
      return kl > 0.2 ? `the policy moved by ${short(kl)} nats a token in one update` : null
    },
  },
  {
    name: 'reference-kl',
    seen: 'the policy is further from its reference than the limit (1 nat a token), two updates in a row',
    means: 'it has left what it knew',
    advice: 'raise the KL coefficient or lower the learning rate; look at samples',
    raiseAfter: 2,
    judge({ now, limits }) {
      const kl = finite(now.kl)
      if (kl === null) return undefined
      return kl > limits.referenceKl
        ? `the policy is ${short(kl)} nats a token from its reference, ${short(limits.referenceKl)} are the limit`
        : null
    },
  },
  {
    name: 'gradient-spike',
    seen: 'the norm of the gradient is over 10 times its median of the last updates',
    means: 'a few samples throw the policy off its course; it often comes before a collapse',
    advice: 'clip the norm lower; look at the samples of this update',
    judge({ now, before }) {
      const norms = valuesOf(before.recent, 'gradient')
      const median = norms.length < 2 * FEW ? null : medianOf(norms)
      const norm = finite(now.grad_norm)
      if (median === null || median === 0 || norm === null) return undefined
      return norm > 10 * median
        ? `the gradient norm is ${short(norm)}, ${short(median)} before`
        : null
    },
  },
  {
    name: 'entropy-collapse',
    seen: 'entropy is below 5 % of what the run began with or below 0.005 nats, three updates in a row, and successes are below 90 %',
    means: 'the policy no longer explores, and stays with what it has found',
    advice:
      'raise clip-high, set an entropy floor, or go back to the best save with a lower learning rate',
    raiseAfter: 3,
    judge({ now, history }) {
      const entropy = history.recent.at(-1)?.entropy ?? null
      if (entropy === null) return undefined
      const start = startOf(history, 'entropy')
      if (isSolved(now) || entropy >= Math.max(0.005, 0.05 * (start ?? 0))) return null
      const began = start === null ? '' : `, ${short(start)} at the start`
      return `entropy is ${short(entropy)} nats${began}`
    },
  },
  {
    name: 'entropy-explosion',
    seen: 'entropy is above 1 nat and twice its lowest mean of five updates, three updates in a row',
    means: 'the policy becomes random again',
    advice: 'lower the entropy bonus, clip-high or the learning rate',
    raiseAfter: 3,
    judge({ history, before }) {
      const entropy = history.recent.at(-1)?.entropy ?? null
      const { lowestEntropy } = before
      if (entropy === null || lowestEntropy === null) return undefined
      return entropy > Math.max(1, 2 * lowestEntropy)
        ? `entropy is ${short(entropy)} nats, it was down to ${short(lowestEntropy)}`
        : null
    },
  },
]

/** What is stored as JSON has null there. */
const isBroken = (value: number | undefined) => value !== undefined && !Number.isFinite(value)
