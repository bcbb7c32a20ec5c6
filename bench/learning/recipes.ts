import type { Arm, Flags, Recipe } from './recipe.ts'

const brief = (options: object = {}) => JSON.stringify({ brief: true, ...options })

const shortRepair = JSON.stringify({ maxObservationChars: 600 })

const keyDoor: Flags = {
  env: 'text/KeyDoor-v0',
  options: brief({ rooms: 3, spare: 2, apart: 1 }),
  ...{ split: 'all', evalSplit: 'all', maxTokens: 8, contextLength: 320, warmSteps: 150 },
  ...{ updates: 100, groups: 8, groupSize: 16, evalEvery: 10, epochs: 2, minibatches: 4 },
  // Full steps at once would cost the format, which random actions have just taught.
  ...{ learningRate: 0.001, warmupUpdates: 5, invalidPenalty: 0.1 },
}
const keyDoorArms = (['sparse', 'dense'] as const).flatMap((reward): readonly Arm[] => {
  const flags = { ...keyDoor, reward }
  return [
    { label: `grpo ${reward}`, algorithm: 'grpo', flags },
    // With ratios that nothing clips, eight steps on one batch break it.
    { label: `rloo ${reward}`, algorithm: 'rloo', flags: { ...flags, loss: 'ppo' } },
    { label: `ppo ${reward}`, algorithm: 'ppo', flags },
    { label: `gigpo ${reward}`, algorithm: 'grpo', flags: { ...flags, advantage: 'gigpo' } },
  ]
})

/** What the policy is to learn, by which command line, within which budget. */
export const recipes: readonly Recipe[] = [
  {
    task: 'guess',
    title: 'GuessNumber 1 to 15 in 4 tries',
    ...{ target: 0.8, aim: 0.95 },
    arms: [
      {
        label: 'grpo, returns of turns',
        algorithm: 'grpo',
        flags: {
          ...{ env: 'text/GuessNumber-v0', difficulty: 'easy', options: brief() },
          ...{ split: 'all', evalSplit: 'all', reward: 'dense', advantage: 'turn-returns' },
          ...{ updates: 300, groups: 15, groupSize: 16, evalEvery: 20, maxTokens: 4 },
          ...{ epochs: 2, minibatches: 2, schedule: 'linear', invalidPenalty: 0.1 },
          // Below half a nat the bonus is on: without it a tree of guesses that wins two thirds stays.
          ...{ entropyFloor: 0.5, entropyCoefficient: 0.05, entropyMax: 0.4, entropyStep: 0.01 },
          exploreFailed: true,
        },
      },
    ],
    notes: 'All fifteen numbers are trained and evaluated: only the seeds are held out.',
  },
  {
    task: 'lake',
    title: 'FrozenLake 4 x 4, random starts',
    ...{ target: 0.85, aim: 0.95 },
    arms: [
      {
        label: 'grpo',
        algorithm: 'grpo',
        flags: {
          ...{ env: 'text/FrozenLake-v0', difficulty: 'easy', options: brief(), maxTurns: 10 },
          ...{ split: 'all', evalSplit: 'all', invalidPenalty: 0.1 },
          ...{ updates: 100, groups: 11, groupSize: 16, evalEvery: 5, maxTokens: 8 },
          ...{ epochs: 2, minibatches: 2 },
          // Groups that all fall into a hole carry no gradient: entropy keeps their starts open.
          ...{ entropyFloor: 0.3, entropyCoefficient: 0.03, entropyMax: 0.1 },
          exploreFailed: true,
        },
      },
    ],
    notes:
      'All eleven starts are trained and evaluated: only the seeds are held out. Starts next to a hole fail at first in every episode of a group, and such a group has no gradient.',
  },
  {
    task: 'bandit',
    title: 'Bandit with a safe and a risky arm',
    score: 'risky arm',
    target: 0.95,
    arms: [
      {
        label: 'grpo, no std',
        algorithm: 'grpo',
        // Where names are dealt out anew, the best arm is either one: who imitates it is at 50/50.
        prior: {
          played: {
            ...{ agent: 'oracle', env: 'text/Bandit-v0', split: 'train', episodes: 4000 },
            options: brief({ told: false, instances: 4000 }),
          },
          imitated: {
            steps: 300,
            learningRate: 0.005,
            batchSize: 64,
            contextLength: 64,
            minReturn: -1,
          },
        },
        flags: {
          ...{ env: 'text/Bandit-v0', options: brief({ shuffled: false, told: false }) },
          evalSplit: 'all',
          ...{ updates: 30, groups: 64, groupSize: 2, evalEvery: 3, maxTokens: 16 },
          // Members of a plan share their luck: arms are compared over all plans of a task.
          ...{ groupBy: 'task', keepConstant: true, scale: 'none', learningRate: 0.001 },
        },
      },
    ],
    notes:
      'Told is the share of the risky arm. A success of this env is a risky pull that paid, a quarter of them.',
  },
  {
    task: 'key-door',
    title: 'KeyDoor, three rooms',
    target: 0.9,
    arms: keyDoorArms,
    notes:
      'One arm that comes to the target is enough. All layouts are trained and evaluated: only the seeds are held out.',
  },
  {
    task: 'sokoban',
    title: 'Sokoban 5 x 5, one box',
    arms: [
      {
        label: 'grpo',
        algorithm: 'grpo',
        flags: {
          ...{
            env: 'text/Sokoban-v0',
            options: brief({ width: 5, height: 5, boxes: 1, pushes: 1 }),
          },
          ...{ maxTurns: 12, maxTokens: 8, contextLength: 640 },
          ...{ warmStart: 'oracle', warmEpisodes: 1000, warmSteps: 400 },
          ...{ updates: 60, groups: 8, groupSize: 16, evalEvery: 6, epochs: 2, minibatches: 2 },
          ...{ learningRate: 0.0005, warmupUpdates: 5, invalidPenalty: 0.1 },
        },
      },
    ],
    notes: 'Rooms of evaluation are none of training.',
  },
  {
    task: 'quest',
    title: 'Quest w2-o3-q4',
    arms: [
      {
        label: 'grpo dense',
        algorithm: 'grpo',
        // With a token a word, and not a letter, a conversation is short, and things can be named by copying.
        prior: {
          played: {
            ...{ agent: 'oracle', env: 'text/Quest-v0', difficulty: 'easy', split: 'train' },
            ...{ episodes: 2000, options: JSON.stringify({ instances: 2000 }) },
          },
          imitated: {
            ...{ vocabulary: '2048', contextLength: 1024 },
            ...{ steps: 3000, batchSize: 16, learningRate: 0.005 },
          },
        },
        flags: {
          ...{ env: 'text/Quest-v0', difficulty: 'easy', reward: 'dense' },
          ...{ options: JSON.stringify({ instances: 2000 }), maxTurns: 12, maxTokens: 16 },
          ...{ updates: 40, groups: 8, groupSize: 8, evalEvery: 4, epochs: 2, minibatches: 4 },
          ...{ learningRate: 0.0005, warmupUpdates: 3, invalidPenalty: 0.1 },
        },
      },
    ],
    notes: 'Worlds of evaluation are none of training.',
  },
  {
    task: 'repair',
    title: 'Repair, level 1',
    arms: [
      {
        label: 'grpo dense',
        algorithm: 'grpo',
        prior: {
          played: {
            ...{ agent: 'oracle', env: 'swe/Repair-v0', difficulty: '1', split: 'train' },
            ...{ episodes: 120, options: shortRepair },
          },
          imitated: {
            ...{ vocabulary: '1024', contextLength: 1536 },
            // With 800 steps every training task is known by heart, and rewards have nothing to add.
            ...{ steps: 300, batchSize: 8, learningRate: 0.005 },
          },
        },
        flags: {
          ...{ env: 'swe/Repair-v0', difficulty: '1', reward: 'dense', constrained: true },
          ...{ options: shortRepair, maxTurns: 4, maxTokens: 128, evalSplit: 'train' },
          ...{ evalEpisodes: 32, updates: 20, groups: 4, groupSize: 8, evalEvery: 4 },
          ...{ learningRate: 0.0005, warmupUpdates: 2 },
        },
      },
    ],
    notes:
      'Evaluated on tasks of training: the declared solution edits without having looked, so that nothing it says carries over to a library that was never seen.',
  },
]
