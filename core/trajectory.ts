import type { Artifacts } from './artifact.ts'
import type { Ended, EnvSpec, Info, TaskInfo } from './env.ts'
import type { ErrorClass } from './errors.ts'
import type { Json } from './json.ts'
import type { Score, Signals } from './reward.ts'

/** One episode as plain JSON. */
export interface Trajectory<Sig = Signals> {
  /** Format of this record. */
  readonly version: 1
  readonly id: string
  readonly env: EnvSpec
  readonly agent: string
  readonly task: TaskInfo | null
  readonly seed: number
  /** Trajectories with one key started from one state. */
  readonly group: string
  readonly initial: Initial<Sig>
  readonly decisions: readonly DecisionRecord[]
  readonly turns: readonly Turn<Sig>[]
  /** What grading measured after the last turn; replaces that turn's signals when rewards are finalized. */
  readonly finalSignals: Sig | null
  /** What grading found beside the signals (`integrity`, verdicts by test); absent where it found nothing. */
  readonly finalInfo?: Info
  /** What the env left to look at; absent where it left nothing, and in failed episodes. */
  readonly artifacts?: Artifacts
  readonly outcome: Outcome
  readonly timings: Timings
  /** 1 for the first try; infrastructure failures are tried again. */
  readonly attempts: number
  /** Versions of what made it, by name. */
  readonly versions: Readonly<Record<string, string>>
}

/** What `reset` gave. */
export interface Initial<Sig = Signals> {
  readonly observation: Json
  readonly info: Info
  readonly signals: Sig | null
  readonly stateHash?: string
}

/** One env step: the action, and what the env answered to it. */
export interface Turn<Sig = Signals> {
  readonly index: number
  /** Index of the decision it came from; steps of one sampled message share it. */
  readonly decision: number
  readonly action: Json
  /** Why the action was invalid. */
  readonly invalid?: string
  /** The observation that answered the action. */
  readonly observation: Json
  /** null when the action was outside the action space: nothing ran, nothing was measured. */
  readonly signals: Sig | null
  /** Provisional. */
  readonly reward: number
  readonly rewards: Readonly<Record<string, number>>
  readonly terminated: boolean
  readonly truncated: boolean
  /** Everything in the step's info but what stands above. */
  readonly info?: Info
  /** Hash of the state after the step. */
  readonly stateHash?: string
  readonly durationMs: number
}

/** What the agent decided, with the tokens it sampled. */
export interface DecisionRecord {
  readonly message?: ChatMessage
  readonly samples: readonly TokenSample[]
  /** Of samplers that count; absent otherwise. */
  readonly usage?: Usage
  /** Why the agent ended the episode here; only of a last decision. */
  readonly stop?: string
  readonly durationMs: number
}

/** Tokens and money that a decision took: its summaries and its message together. */
export interface Usage {
  readonly requests: number
  readonly promptTokens: number
  /** Of the prompt tokens: those the server had in its cache. */
  readonly cachedTokens: number
  readonly completionTokens: number
  /** By the prices the agent was given; absent without prices. */
  readonly cost?: number
  /** The server left some count out: it is estimated from the length of the text. */
  readonly estimated?: true
}

/** A message in the shape of the chat completions API. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool'
  readonly content: string | null
  readonly toolCalls?: readonly {
    readonly id: string
    readonly name: string
    readonly arguments: string
  }[]
  readonly toolCallId?: string
  /** What a reasoning model thought before it wrote: kept, never sent back. */
  readonly reasoning?: string
  /** By token text, of servers that give no token ids: to look at, never to train on. */
  readonly logProbs?: readonly (readonly [token: string, logProb: number])[]
}

/** Tokens a policy drew, exactly: nothing is decoded and re-encoded. */
export interface TokenSample {
  readonly purpose: 'act' | 'summary'
  /**
   * The sample whose prompt and ids this one's prompt extends, by its place among all of the episode's;
   * null begins a new training sample.
   */
  readonly parent: number | null
  /** Only what was appended to the parent. */
  readonly newPromptIds: readonly number[]
  readonly ids: readonly number[]
  /** At the sampling temperature, one an id; where that is 0, at temperature 1. */
  readonly logProbs: readonly number[]
  readonly temperature: number
  /** Absent where the log-probs are those of all tokens; else they are those of the tokens that were left. */
  readonly drawn?: Drawn
  /** Which weights drew how many tokens: they may be swapped in the middle of a sample. */
  readonly policyVersions: readonly (readonly [version: number, length: number])[]
}

/** What left tokens out before one was drawn. */
export interface Drawn {
  readonly topK?: number
  readonly topP?: number
  readonly minP?: number
  /** Key of the grammar that the sample was held to (`hashJson` of its JSON). */
  readonly grammar?: string
  /** The most tokens the sample could have: under a grammar what was left of them decides what was legal. */
  readonly maxTokens?: number
}

export type Phase = 'setup' | 'turn' | 'grading'

export interface EpisodeError {
  readonly class: ErrorClass
  readonly message: string
  readonly stack?: string
}

/** Milliseconds spent in each phase. */
export interface Timings {
  readonly setupMs: number
  readonly agentMs: number
  readonly envMs: number
  readonly gradingMs: number
}

/** A failed episode has no reward field at all: an infrastructure failure cannot become a 0. */
export type Outcome = Completed | Failed

export interface Completed {
  readonly status: 'completed'
  readonly ended: Ended
  /** Final scores of each named part, one a turn. */
  readonly parts: Readonly<Record<string, readonly Score[]>>
  /** Final scores of the whole, one a turn. */
  readonly turns: readonly Score[]
  /** Their sum. */
  readonly reward: Score
}

export interface Failed {
  readonly status: 'failed'
  readonly error: EpisodeError
  readonly phase: Phase
}
