import type { Json } from '../../../../core/index.ts'
import { isRecord, type JsonRecord, listOf, numberOf, numbersOf, recordOf, textOf } from './json.ts'

/** A stored trajectory as far as it can be read: every field may be missing. */
export interface Episode {
  readonly raw: Json
  readonly env: string | null
  readonly agent: string | null
  readonly task: JsonRecord
  readonly versions: JsonRecord
  readonly timings: readonly (readonly [name: string, ms: number])[]
  readonly attempts: number | null
  readonly initial: {
    readonly observation: Json | undefined
    readonly info: JsonRecord
    readonly signals: JsonRecord
    readonly stateHash: string | null
  }
  readonly decisions: readonly EpisodeDecision[]
  readonly turns: readonly EpisodeTurn[]
  readonly finalSignals: JsonRecord | null
  /** What grading found beside the signals. */
  readonly finalInfo: JsonRecord
  readonly outcome: EpisodeOutcome
  readonly artifacts: JsonRecord
}

export interface EpisodeDecision {
  readonly content: string | null
  readonly calls: readonly { readonly name: string; readonly arguments: string }[]
  readonly samples: readonly EpisodeSample[]
  readonly durationMs: number | null
}

export interface EpisodeSample {
  readonly purpose: string
  readonly parent: number | null
  readonly promptIds: number
  readonly ids: readonly number[]
  readonly logProbs: readonly number[]
  readonly temperature: number | null
  readonly versions: readonly (readonly [version: number, length: number])[]
}

export interface EpisodeTurn {
  /** Its place, whatever the record says. */
  readonly index: number
  readonly decision: number | null
  /** Whether the turn before came from the same decision. */
  readonly continues: boolean
  readonly action: Json | undefined
  readonly invalid: string | null
  readonly failed: boolean
  readonly observation: Json | undefined
  /** null: nothing was measured. */
  readonly signals: JsonRecord | null
  /** The last signals before this turn. */
  readonly previous: JsonRecord
  readonly reward: number | null
  readonly rewards: readonly (readonly [name: string, value: number])[]
  /** Final scores, known once the episode has ended. */
  readonly final: FinalScore | null
  readonly finalParts: readonly (readonly [name: string, score: FinalScore])[]
  readonly ended: 'terminated' | 'truncated' | null
  readonly info: JsonRecord
  readonly stateHash: string | null
  readonly durationMs: number | null
}

/** Exactly one of the two is there. */
export interface FinalScore {
  readonly value: number | null
  readonly cause: string | null
}

export interface EpisodeOutcome {
  readonly status: string | null
  readonly ended: string | null
  readonly reward: FinalScore | null
  readonly parts: readonly (readonly [name: string, scores: readonly FinalScore[]])[]
  readonly turns: readonly FinalScore[]
  readonly error: {
    readonly phase: string
    readonly class: string
    readonly message: string
    readonly stack: string | null
  } | null
}

/** Reads a trajectory of any version; what is not understood is left to the raw JSON. */
export function readEpisode(raw: Json): Episode {
  const it = recordOf(raw)
  const outcome = readOutcome(recordOf(it['outcome']))
  const initial = recordOf(it['initial'])
  const signals = recordOf(initial['signals'])
  return {
    raw,
    env: textOf(recordOf(it['env'])['id']),
    agent: textOf(it['agent']),
    task: recordOf(it['task']),
    versions: recordOf(it['versions']),
    timings: numbersIn(it['timings']),
    attempts: numberOf(it['attempts']),
    initial: {
      observation: initial['observation'],
      info: recordOf(initial['info']),
      signals,
      stateHash: textOf(initial['stateHash']),
    },
    decisions: listOf(it['decisions']).map(readDecision),
    turns: readTurns(listOf(it['turns']), signals, outcome),
    finalSignals: isRecord(it['finalSignals']) ? it['finalSignals'] : null,
    finalInfo: recordOf(it['finalInfo']),
    outcome,
    artifacts: recordOf(it['artifacts']),
  }
}

function readTurns(
  turns: readonly Json[],
  initial: JsonRecord,
  { turns: finals, parts }: EpisodeOutcome,
): readonly EpisodeTurn[] {
  let previous = initial
  let last: number | null = null
  return turns.map((turn, at) => {
    const it = recordOf(turn)
    const info = recordOf(it['info'])
    const signals = isRecord(it['signals']) ? it['signals'] : null
    const decision = numberOf(it['decision'])
    const read: EpisodeTurn = {
      index: at,
      decision,
      continues: decision !== null && decision === last,
      action: it['action'],
      invalid: textOf(it['invalid']),
      failed: info['failed'] === true,
      observation: it['observation'],
      signals,
      previous,
      reward: numberOf(it['reward']),
      rewards: numbersIn(it['rewards']),
      final: finals[at] ?? null,
      finalParts: parts.flatMap(([name, scores]) => {
        const score = scores[at]
        return score ? [[name, score] as const] : []
      }),
      ended:
        it['terminated'] === true ? 'terminated' : it['truncated'] === true ? 'truncated' : null,
      info,
      stateHash: textOf(it['stateHash']),
      durationMs: numberOf(it['durationMs']),
    }
    previous = signals ?? previous
    last = decision
    return read
  })
}

function readDecision(decision: Json): EpisodeDecision {
  const it = recordOf(decision)
  const message = recordOf(it['message'])
  return {
    content: textOf(message['content']),
    calls: listOf(message['toolCalls']).map((call) => ({
      name: textOf(recordOf(call)['name']) ?? '',
      arguments: textOf(recordOf(call)['arguments']) ?? '',
    })),
    samples: listOf(it['samples']).map(readSample),
    durationMs: numberOf(it['durationMs']),
  }
}

function readSample(sample: Json): EpisodeSample {
  const it = recordOf(sample)
  return {
    purpose: textOf(it['purpose']) ?? 'act',
    parent: numberOf(it['parent']),
    promptIds: listOf(it['newPromptIds']).length,
    ids: numbersOf(it['ids']),
    logProbs: numbersOf(it['logProbs']),
    temperature: numberOf(it['temperature']),
    versions: listOf(it['policyVersions']).flatMap((pair) => {
      const [version, length] = numbersOf(pair)
      return version === undefined || length === undefined ? [] : [[version, length] as const]
    }),
  }
}

function readOutcome(it: JsonRecord): EpisodeOutcome {
  const error = recordOf(it['error'])
  return {
    status: textOf(it['status']),
    ended: textOf(it['ended']),
    reward: readScore(it['reward']),
    parts: Object.entries(recordOf(it['parts'])).map(([name, scores]) => [
      name,
      readScores(scores),
    ]),
    turns: readScores(it['turns']),
    error: isRecord(it['error'])
      ? {
          phase: textOf(it['phase']) ?? 'unknown',
          class: textOf(error['class']) ?? 'unknown',
          message: textOf(error['message']) ?? '',
          stack: textOf(error['stack']),
        }
      : null,
  }
}

const readScores = (scores: Json | undefined): readonly FinalScore[] =>
  listOf(scores).map((score) => readScore(score) ?? { value: null, cause: 'unknown' })

function readScore(score: Json | undefined): FinalScore | null {
  if (!isRecord(score)) return null
  const value = numberOf(score['value'])
  return value === null
    ? { value, cause: textOf(score['cause']) ?? 'unknown' }
    : { value, cause: null }
}

const numbersIn = (value: Json | undefined) =>
  Object.entries(recordOf(value)).flatMap(([name, item]) => {
    const number = numberOf(item)
    return number === null ? [] : [[name, number] as const]
  })
