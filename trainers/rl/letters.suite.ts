import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import {
  type Agent,
  type AnyDef,
  createRng,
  defineEnv,
  deriveSeed,
  type Grammar,
  type RewardTerm,
  SandboxError,
  scored,
  sumScores,
  type TaskInfo,
  type TokenSample,
  text,
} from '../../core/index.ts'
import { characterTokenizer, grammarKey, type PolicySpeech } from '../../models/index.ts'
import { writeTinyPolicy } from '../../models/sampler/policy-folder.suite.ts'
import { custom, solved } from '../../rewards/index.ts'

export const LETTERS = 'abcd'
/** What the env says: it asks, tells lower or higher, and what is no letter. */
export const tokenizer = characterTokenizer(`${LETTERS}?-+!.`)

const tasks: readonly TaskInfo[] = ['train', 'test'].flatMap((split) =>
  [...LETTERS].map((letter, at) => ({
    ...{ id: `${split}-${letter}`, split, hash: `${split}-${letter}` },
    difficulty: at % 2 === 0 ? 'even' : 'odd',
  })),
)

type Guessed = { readonly solved: boolean; readonly turn: number }
type State = { secret: number; tries: number; turn: number }

/** The returns of a group, handed round by a seed: what a member is paid says nothing of what it did. */
const { step, finalize } = solved()
const shuffled: RewardTerm<Guessed> = {
  ...(step && { step }),
  ...(finalize && { finalize }),
  spec: { kind: 'custom', name: 'shuffled' },
  async group(trajectories) {
    const returns = trajectories.map(({ outcome }) =>
      outcome.status === 'completed' ? sumScores([outcome.reward]) : scored(0),
    )
    return createRng(deriveSeed(trajectories[0]?.seed ?? 0, 'shuffle')).shuffle(returns)
  },
}

/** Guess a letter in two tries; a wrong first guess is answered with lower or higher. */
export const letters = defineEnv({
  id: 'test/Letters-v0',
  state: 'data',
  options: z.strictObject({
    /** Share of the starts whose machinery fails. */
    failing: z.number().default(0),
    /** A letter that breaks it. */
    cursed: z.string().optional(),
  }),
  observationSpace: text(),
  actionSpace: text(),
  rewards: {
    sparse: solved(),
    shuffled,
    dense: custom<Guessed>('dense', ({ signals }) => (signals.solved ? 1 : 0.1 * signals.turn)),
    huge: custom<Guessed>('huge', ({ signals }) => (signals.solved ? 1e200 : 0)),
    nan: custom<Guessed>('nan', () => Number.NaN),
    infinite: custom<Guessed>('infinite', () => Number.POSITIVE_INFINITY),
  },
  maxEpisodeSteps: 4,
  tasks: { list: () => tasks },
  reset({ task, rng, options }) {
    if (rng.chance(options.failing)) throw new SandboxError('Cannot start: the container died')
    const state: State = {
      secret: LETTERS.indexOf(task?.id.at(-1) ?? 'a'),
      ...{ tries: 2, turn: 0 },
    }
    return { state, observation: '?' }
  },
  step(state, action, { options }) {
    if (action === options.cursed) throw new SandboxError('Cannot go on: the container died')
    const guess = action === '' ? -1 : LETTERS.indexOf(action)
    state.tries--
    state.turn++
    const isRight = guess === state.secret
    return {
      observation: guess < 0 ? '!' : guess < state.secret ? '+' : '-',
      signals: { solved: isRight, turn: state.turn },
      terminated: isRight || state.tries === 0,
    }
  },
})

/** The same, but its state cannot be told as data. */
export const lettersOfResource = {
  ...(letters as AnyDef),
  id: 'test/LettersOfResource-v0',
  state: 'resource',
} as AnyDef

export const oneLetter: Grammar = {
  kind: 'choice',
  options: [...LETTERS].map((letter) => ({ kind: 'literal', text: letter })),
}

export interface LetterAgentOptions {
  readonly temperature?: number
  /** May only write letters. */
  readonly constrained?: boolean
  /** Begins its prompt anew at every turn. */
  readonly forgets?: boolean
}

/** Says a letter; what is written after it is in vain. */
export function letterAgent(
  { stopIds }: Pick<PolicySpeech, 'stopIds'>,
  { temperature = 1, constrained = false, forgets = false }: LetterAgentOptions = {},
): Agent<unknown, unknown> {
  return {
    name: 'test/letters',
    async begin({ services: { sampler }, rng }) {
      if (!sampler) throw new Error('there is no sampler')
      const seeds = rng.stream('sampling')
      let said: readonly number[] = []
      let place = 0
      return {
        async act(observation, signal) {
          const newPromptIds = tokenizer.encode(`${observation}.`)
          const isNew = place === 0 || forgets
          const prompt = [...(isNew ? [] : said), ...newPromptIds]
          const asked = { prompt, maxTokens: 2, seed: seeds.int(2 ** 31), temperature, stopIds }
          const { ids, logProbs, policyVersions } = await sampler.sample(
            { ...asked, ...(constrained ? { grammar: oneLetter } : {}) },
            { signal },
          )
          said = [...prompt, ...ids]
          const sample: TokenSample = {
            ...{ purpose: 'act', parent: isNew ? null : place - 1, newPromptIds },
            ...{ ids, logProbs, policyVersions, temperature },
            ...(constrained ? { drawn: { grammar: grammarKey(oneLetter), maxTokens: 2 } } : {}),
          }
          place++
          return { actions: [tokenizer.decode(ids.slice(0, 1))], samples: [sample] }
        },
      }
    },
  }
}

/** A policy of a few thousand random numbers that knows these letters. */
export async function writeLetterPolicy(parent: string, seed = 1): Promise<string> {
  const folder = join(parent, `policy-${seed}`)
  await mkdir(parent, { recursive: true })
  await writeTinyPolicy(folder, { seed, tokenizer, contextLength: 64 })
  return folder
}
