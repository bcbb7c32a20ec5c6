import { evalOf, FEW, finite, meanOf, medianOf, startOf, valuesOf } from './history.ts'
import { isSolved, percent, type Rule, short, type Update } from './rule.ts'

/** Something is wrong with what is learned. Limits are ours; RAGEN is arXiv:2504.20073, RAGEN-2 2604.06268. */
export const learningRules: readonly Rule[] = [
  {
    name: 'all-same-groups',
    seen: 'in more than 80 % of the groups all returns are equal, three updates in a row',
    means: 'returns are equal within groups, and carry no gradient',
    advice: 'play larger groups, or reward parts of the way',
    raiseAfter: 3,
    judge({ now }) {
      const share = finite(now.frac_reward_zero_std)
      if (share === null) return undefined
      if (share <= 0.8) return null
      const good = finite(now['rollout/frac_all_good']) ?? 0
      const bad = finite(now['rollout/frac_all_bad']) ?? 0
      const seen = `in ${percent(share)} of groups all returns are equal (all good ${percent(good)}, all bad ${percent(bad)})`
      if (good > bad) {
        const means = 'the tasks are solved or too easy, and carry no gradient'
        return { seen, means, advice: 'stop here, or give harder tasks' }
      }
      if (good === bad) return seen
      return {
        seen,
        means: 'the tasks are too hard for the policy, and carry no gradient',
        advice: 'warm start with train sft, give easier tasks first, or reward parts of the way',
      }
    },
  },
  {
    name: 'echo-trap',
    seen: 'the standard deviation of returns within groups falls to less than half, and the gradient norm is over 3 times its median, both within five updates; successes are below 90 %',
    means:
      'the policy begins to repeat itself (RAGEN, section 4): a collapse is near, the reward tells it late',
    advice: 'go back to the best save; filter groups by variance, clip the gradient lower',
    judge: judgeEchoTrap,
  },
  {
    name: 'late-collapse',
    seen: 'half of the reward that was gained is lost again (means of five updates), three updates in a row',
    means: 'the policy has collapsed, or the tasks have become harder',
    advice: 'stop: the best save is kept; go on from it with a lower learning rate',
    raiseAfter: 3,
    judge({ history }) {
      const start = startOf(history, 'reward')
      const reward = meanOf(history.recent.slice(-FEW), 'reward')
      const { highestReward: highest, rewardScale } = history
      if (start === null || reward === null || highest === null) return undefined
      const hasLearned = highest - start > 0.2 * rewardScale
      return hasLearned && reward < (start + highest) / 2
        ? `reward is ${short(reward)}, it was up to ${short(highest)}`
        : null
    },
  },
  {
    name: 'template-collapse',
    seen: 'the standard deviation of returns within groups is below a quarter of its best while entropy is above half of what it began with, five updates in a row; successes are below 90 %',
    means:
      'varied words that no longer depend on the task (RAGEN-2); only a sign of it, told by variance',
    advice: 'compare samples of different tasks; filter groups by variance',
    raiseAfter: 5,
    judge({ now, history }) {
      const entropyAtStart = startOf(history, 'entropy')
      const entropy = meanOf(history.recent.slice(-FEW), 'entropy')
      const std = finite(now['rollout/in_group_std'])
      const { highestStd } = history
      if (entropyAtStart === null || entropy === null || std === null || !highestStd) {
        return undefined
      }
      const isVaried = entropy > 0.005 && entropy >= entropyAtStart / 2
      return std < highestStd / 4 && isVaried && !isSolved(now)
        ? `returns within groups differ by ${short(std)}, once ${short(highestStd)}, at entropy ${short(entropy)}`
        : null
    },
  },
  {
    name: 'duplicate-episodes',
    seen: 'more than 60 % of the episodes repeat another one, 30 points more than at the start, three updates in a row; successes are below 90 %',
    means: 'groups compare an episode with itself',
    advice: 'raise the temperature or set an entropy floor',
    raiseAfter: 3,
    judge({ now, history }) {
      const share = finite(now['episode/duplicate_ratio'])
      const start = startOf(history, 'duplicates')
      if (share === null || start === null) return undefined
      return share > 0.6 && share - start > 0.3 && !isSolved(now)
        ? `${percent(share)} of episodes repeat another one, ${percent(start)} at the start`
        : null
    },
  },
  {
    name: 'reward-hacking',
    seen: 'since the best evaluation the training reward rose by over a tenth of its standard deviation while the evaluation fell by over a tenth, two evaluations in a row',
    means:
      'the policy learns what the reward pays for, not the task; or it knows the training tasks by heart',
    advice: 'read the samples with the highest reward; cap shaping terms, train on more tasks',
    raiseAfter: 2,
    clearAfter: 1,
    judge({ now, history }) {
      const value = evalOf(now)
      const reward = meanOf(history.recent.slice(-FEW), 'reward')
      const { bestEval, rewardScale } = history
      if (value === null || reward === null || bestEval === null) return undefined
      const isShare = now['eval/success'] !== undefined
      const fell = bestEval.value - value > 0.1 * (isShare ? 1 : rewardScale)
      if (!fell || reward - bestEval.reward <= 0.1 * rewardScale) return null
      const told = isShare ? percent : short
      return `reward rose from ${short(bestEval.reward)} to ${short(reward)} while the evaluation fell from ${told(bestEval.value)} to ${told(value)}`
    },
  },
]

const CLIFF = 3

function judgeEchoTrap({ now, history }: Update) {
  const { recent } = history
  const std = meanOf(recent.slice(-CLIFF), 'std')
  const earlier = recent.slice(-CLIFF - 10, -CLIFF)
  const norms = valuesOf(recent.slice(0, -FEW), 'gradient')
  const median = medianOf(norms)
  const highest = Math.max(...valuesOf(recent.slice(-FEW), 'gradient'))
  const stdBefore = meanOf(earlier, 'std')
  if (std === null || stdBefore === null || median === null) return undefined
  if (earlier.length < FEW || norms.length < FEW) return undefined
  return std < stdBefore / 2 && highest > 3 * median && median > 0 && !isSolved(now)
    ? `returns within groups differ by ${short(std)}, ${short(stdBefore)} before, and the gradient norm went from ${short(median)} to ${short(highest)}`
    : null
}
