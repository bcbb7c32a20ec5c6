import {
  type LogProbScorer,
  ModelError,
  type RewardTerm,
  type Signals,
  scored,
  type TokenSample,
  type Trajectory,
} from '../core/index.ts'
import { readSoFar } from './read-so-far.ts'

/** Token ids of a text, in the vocabulary of the model that is asked. */
export type Encode = (text: string) => readonly number[]

export interface InformationGainOptions {
  /** Default: the scorer's own `encode`, where it has one. */
  readonly encode?: Encode
  /** What stands between all that was read and the gold answer (default `Answer: `). */
  readonly stub?: string
  /** Where `finalInfo` has the gold answers, the first of which is asked for (default `answers`). */
  readonly answers?: string
}

/**
 * r_t = p_t - p_{t-1} with p_t = exp(mean over its tokens of log p(gold | all that was read up to turn t)):
 * what a turn adds to the policy's belief in the gold answer. IGPO, "Information Gain-based Policy
 * Optimization" (arXiv 2510.14967), by the handbook's entry. The rewards telescope to p_T - p_0. Where the
 * policy's prompts are recorded as tokens these are what is read; else observations, messages and actions as
 * text. Steps of one message share its gain: the last of them has it. Nothing is known while the episode runs.
 */
export function informationGain(options: InformationGainOptions = {}): RewardTerm<Signals> {
  const { stub = 'Answer: ', answers = 'answers' } = options
  return {
    spec: { kind: 'informationGain', params: { stub, answers } },
    needs: ['logProbs'],
    async finalize(trajectory, { logProbs }) {
      if (logProbs === undefined) throw new ModelError('Cannot measure belief: there is no scorer')
      const gold = goldOf(trajectory, answers)
      // What has no answer has no belief in one.
      if (gold === null) return trajectory.turns.map(() => scored(0))
      const encode = options.encode ?? encoderOf(logProbs)
      const beliefs: number[] = []
      for (const prefix of prefixesOf(trajectory, encode, stub)) {
        beliefs.push(await beliefIn(encode(gold), prefix, logProbs))
      }
      return gainsOf(trajectory, beliefs).map(scored)
    },
  }
}

/** The geometric mean of the tokens' probabilities. */
async function beliefIn(
  answer: readonly number[],
  prefix: readonly number[],
  scorer: LogProbScorer,
): Promise<number> {
  const [each = []] = await scorer.score(prefix, [answer])
  if (each.length === 0)
    throw new ModelError('Cannot measure belief: the gold answer has no tokens')
  return Math.exp(each.reduce((sum, logProb) => sum + logProb, 0) / each.length)
}

function encoderOf(scorer: LogProbScorer & { readonly encode?: Encode }): Encode {
  if (scorer.encode) return (text) => scorer.encode?.(text) ?? []
  throw new ModelError(
    'Cannot measure belief: the scorer has no tokenizer (pass encode to informationGain, or a scorer that has it)',
  )
}

function goldOf({ finalInfo }: Trajectory, name: string): string | null {
  const found = finalInfo?.[name]
  const [gold] = Array.isArray(found) ? found : []
  return typeof gold === 'string' ? gold : null
}

/** What was read before each decision, and after the last. */
function prefixesOf(trajectory: Trajectory, encode: Encode, stub: string) {
  const texts = readSoFar(trajectory)
  const prompts = promptsOf(trajectory)
  return texts.map((text, decision) => {
    const prompt = prompts[decision]
    return prompt === undefined ? encode(`${text}\n${stub}`) : [...prompt, ...encode(stub)]
  })
}

/** The prompt of each decision's own sample, from its beginning; undefined where none was recorded. */
function promptsOf({ decisions }: Trajectory): readonly (readonly number[] | undefined)[] {
  const all: { readonly prompt: readonly number[]; readonly sample: TokenSample }[] = []
  return decisions.map(({ samples }) => {
    let own: readonly number[] | undefined
    for (const sample of samples) {
      const parent = sample.parent === null ? undefined : all[sample.parent]
      const before = parent ? [...parent.prompt, ...parent.sample.ids] : []
      const prompt = [...before, ...sample.newPromptIds]
      all.push({ prompt, sample })
      if (sample.purpose === 'act') own = prompt
    }
    return own
  })
}

function gainsOf({ turns }: Trajectory, beliefs: readonly number[]): readonly number[] {
  return turns.map(({ decision }, index) => {
    const isLast = turns[index + 1]?.decision !== decision
    return isLast ? (beliefs[decision + 1] ?? 0) - (beliefs[decision] ?? 0) : 0
  })
}
