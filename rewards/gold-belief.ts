import {
  classifyError,
  type LogProbScorer,
  type MaybePromise,
  ModelError,
  type Score,
  type Services,
  scored,
  type Trajectory,
  unscored,
} from '../core/index.ts'
import { prefixesOf } from './prefixes.ts'

/** Token ids of a text, in the vocabulary of the model that is asked. */
export type Encode = (text: string) => MaybePromise<readonly number[]>

export interface GoldBeliefOptions {
  /** Default: the scorer's own `encode`, where it has one. */
  readonly encode?: Encode
  /** What stands between all that was read and the gold answer (default `Answer: `). */
  readonly stub?: string
  /** Where `finalInfo` has the gold answers, the first of which is asked for (default `answers`). */
  readonly answers?: string
}

/** The options, with their defaults. */
export function beliefSettings({ stub = 'Answer: ', answers = 'answers' }: GoldBeliefOptions) {
  return { stub, answers }
}

interface Asked extends Required<Omit<GoldBeliefOptions, 'encode'>> {
  readonly encode: Encode | undefined
  readonly beliefs: Promise<readonly Score[] | null>
}
const memos = new WeakMap<Services, WeakMap<Trajectory, Asked[]>>()

/**
 * p = exp(mean over its tokens of log p(gold | all that was read)) before each decision and after the last;
 * null where there is no gold answer. What the model cannot take, as a prefix beyond its context, is
 * unscored alone. Asked again for the same trajectory and services it answers from memory.
 * @throws ModelError where nothing can be asked at all.
 */
export function goldBeliefs(
  trajectory: Trajectory,
  services: Services,
  options: GoldBeliefOptions,
): Promise<readonly Score[] | null> {
  const { stub, answers } = beliefSettings(options)
  const { encode } = options
  const byTrajectory = memos.get(services) ?? new WeakMap<Trajectory, Asked[]>()
  memos.set(services, byTrajectory)
  const asked = byTrajectory.get(trajectory) ?? []
  byTrajectory.set(trajectory, asked)
  const known = asked.find(
    (each) => each.encode === encode && each.stub === stub && each.answers === answers,
  )
  if (known) return known.beliefs
  const beliefs = measure(trajectory, services, { encode, stub, answers })
  asked.push({ encode, stub, answers, beliefs })
  return beliefs
}

async function measure(
  trajectory: Trajectory,
  { logProbs }: Services,
  { encode: own, stub, answers }: Omit<Asked, 'beliefs'>,
): Promise<readonly Score[] | null> {
  if (logProbs === undefined) throw new ModelError('Cannot measure belief: there is no scorer')
  const gold = goldOf(trajectory, answers)
  if (gold === null) return null
  const encode = own ?? encoderOf(logProbs)
  const answer = await encode(gold)
  if (answer.length === 0) {
    throw new ModelError('Cannot measure belief: the gold answer has no tokens')
  }
  // All at once: they share batches.
  const asked = (await prefixesOf(trajectory, encode, stub)).map((prefix) =>
    beliefIn(answer, prefix, logProbs),
  )
  const settled = await Promise.allSettled(asked)
  if (settled.every(({ status }) => status === 'rejected')) await Promise.all(asked)
  return settled.map((each) =>
    each.status === 'fulfilled'
      ? scored(each.value)
      : unscored(classifyError(each.reason, 'ModelError')),
  )
}

/** The geometric mean of the tokens' probabilities. */
async function beliefIn(
  answer: readonly number[],
  prefix: readonly number[],
  scorer: LogProbScorer,
): Promise<number> {
  const [each = []] = await scorer.score(prefix, [answer])
  if (each.length !== answer.length) {
    throw new ModelError(
      `Cannot measure belief: the scorer gave ${each.length} log-probs for ${answer.length} tokens`,
    )
  }
  return Math.exp(each.reduce((sum, logProb) => sum + logProb, 0) / each.length)
}

function encoderOf(scorer: LogProbScorer): Encode {
  if (scorer.encode) return async (text) => (await scorer.encode?.(text)) ?? []
  throw new ModelError(
    'Cannot measure belief: the scorer has no tokenizer (pass encode to the term, or a scorer that has it)',
  )
}

function goldOf({ finalInfo }: Trajectory, name: string): string | null {
  const found = finalInfo?.[name]
  const [gold] = Array.isArray(found) ? found : []
  return typeof gold === 'string' ? gold : null
}
