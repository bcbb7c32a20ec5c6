import type { Sample, SampleSequence, SampleTurn } from '../../samples/sample.ts'
import { type Fields, fieldsOf, isFields, listOf, nameOf, numberOf, numbersIn } from './fields.ts'
import type { ListedSample } from './training.ts'

/** A line of `samples.jsonl`. @throws Error with the reason where it is none. */
export function openSample(value: unknown): {
  readonly listed: ListedSample
  readonly sample: Sample
} {
  if (!isFields(value)) throw new Error('it is not an object')
  const update = numberOf(value['update'])
  if (update === null) throw new Error('it has no update')
  if (!Array.isArray(value['samples'])) throw new Error('it has no samples')
  const sequences = value['samples'].map((item) => sequenceOf(fieldsOf(item)))
  const turns = listOf(value['turns']).map(turnOf)
  return {
    listed: { update, ...aboutOf(value), turns: turns.length, ...countsOf(sequences) },
    sample: { turns, parts: numbersIn(value['parts']), sequences },
  }
}

function aboutOf(value: Fields): Omit<ListedSample, 'update' | 'turns' | 'tokens' | 'largest'> {
  const { success } = value as { readonly success?: unknown }
  return {
    group: nameOf(value['group']) ?? '',
    episode: nameOf(value['episode']) ?? '',
    env: nameOf(value['env']),
    task: nameOf(value['task']) ?? nameOf(fieldsOf(value['task'])['id']),
    difficulty: nameOf(value['difficulty']),
    seed: numberOf(value['seed']),
    return: numberOf(value['return']),
    success: typeof success === 'boolean' ? success : null,
  }
}

function turnOf(value: unknown): SampleTurn {
  const { reward, advantage } = fieldsOf(value) as { reward?: unknown; advantage?: unknown }
  return { reward: numberOf(reward), advantage: numberOf(advantage) }
}

/** Lists of other lengths than the ids are cut, or filled with nothing. */
function sequenceOf(value: Fields): SampleSequence {
  const [mask, logProbs, advantages, turns, texts] = [
    'mask',
    'logProbs',
    'advantages',
    'turn',
    'texts',
  ].map((name) => listOf(value[name]))
  const ids = listOf(value['ids']).map((id) => numberOf(id) ?? 0)
  const numbers = (list: readonly unknown[] | undefined, otherwise: number) =>
    ids.map((_, at) => numberOf(list?.[at]) ?? otherwise)
  const turn = numbers(turns, -1)
  const trained = numbers(mask, 0)
  return {
    ids,
    texts: ids.map((id, at) => nameOf(texts?.[at]) ?? `[${id}]`),
    mask: trained,
    // Tokens that were read have none, and their place is filled with zeros.
    logProbs: ids.map((_, at) =>
      turn[at] === -1 && trained[at] === 0 ? null : numberOf(logProbs?.[at]),
    ),
    advantages: numbers(advantages, 0),
    turn,
  }
}

function countsOf(sequences: readonly SampleSequence[]) {
  let tokens = 0
  let largest = 0
  for (const { mask, turn, advantages } of sequences) {
    for (const [at, advantage] of advantages.entries()) {
      if (turn[at] !== -1 || mask[at] !== 0) tokens++
      largest = Math.max(largest, Math.abs(advantage))
    }
  }
  return { tokens, largest }
}
