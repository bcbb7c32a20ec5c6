import {
  type ChatMessage,
  ConfigError,
  type Decision,
  type EpisodeContext,
  type Episodic,
  type Image,
  ModelError,
  observationImages,
  observationText,
  sumUsage,
  type TokenSample,
  type Usage,
} from '../../core/index.ts'
import { createHistory } from '../shared/history.ts'
import { type Manner, summaryRequest, systemMessage } from '../shared/prompt.ts'
import { createToolbox } from '../shared/toolbox.ts'
import type { ChatClient } from './client.ts'
import type { Completion } from './completion.ts'
import { type FullWhen, leaveOut, summarise } from './make-room.ts'
import { createMessageReader } from './message.ts'
import type { ChatSettings } from './options.ts'
import { createRoom } from './room.ts'
import { createTokenLedger } from './token-samples.ts'
import { budgetReached, usageOf } from './usage.ts'

/** What all episodes of an agent share. */
export interface Shared {
  readonly settings: ChatSettings
  readonly client: ChatClient
  /** What episodes found out: the server may know no tools. */
  readonly learnt: () => { refusesTools: boolean }
}

/** What one decision takes. */
interface Spending {
  readonly signal: AbortSignal
  readonly samples: TokenSample[]
  readonly usage: Usage[]
  hasSummarised: boolean
}

/** The context cannot be made to hold the conversation. */
interface Full {
  readonly kind: 'full'
  readonly reason: string
}

/** Plays one episode: the history, and the requests it leads to. */
export function createConversation(
  shared: Shared,
  { actionSpace, rng, clock }: EpisodeContext<unknown, unknown>,
): Episodic<unknown, unknown> {
  const { settings, client } = shared
  const toolbox = createToolbox(actionSpace)
  const read = createMessageReader(toolbox, actionSpace)
  const history = createHistory()
  const room = createRoom(settings)
  const ledger = createTokenLedger(settings)
  const seeds = rng.stream('sampling')
  const jitter = rng.stream('retries')
  const spent: Usage[] = []
  let turns = 0
  let seen: readonly Image[] = []
  /** Older pictures are never sent again: they cost more than they tell. */
  const look = (observation: unknown) => {
    const { images } = settings
    seen = images === 0 ? [] : [...seen, ...observationImages(observation)].slice(-images)
  }

  let inText = settings.toolCalls === 'text'
  const mannerNow = (): Manner => {
    if (toolbox.tools.length === 0) return 'plain text'
    // What another episode found out comes too late for one that calls natively already.
    if (history.blocks() === 0) inText ||= shared.learnt().refusesTools
    return inText ? 'calls in text' : 'tools'
  }
  const system = () => systemMessage(mannerNow(), toolbox, actionSpace, settings.system)
  const nativeTools = () => (mannerNow() === 'tools' ? toolbox.tools : [])
  const length = () => history.length(system()) + JSON.stringify(nativeTools()).length

  const ask = async (
    purpose: TokenSample['purpose'],
    messages: readonly ChatMessage[],
    spending: Spending,
  ) => {
    const request = {
      messages,
      tools: nativeTools(),
      mayCall: purpose === 'act',
      seed: seeds.int(2 ** 31),
      images: purpose === 'act' ? seen : [],
    }
    const context = { clock, rng: jitter, signal: spending.signal }
    const reply = await client.complete(request, context)
    if (reply.kind === 'completion') count(purpose, messages, reply, spending)
    return reply
  }
  const count = (
    purpose: TokenSample['purpose'],
    messages: readonly ChatMessage[],
    completion: Completion,
    { samples, usage }: Spending,
  ) => {
    const asked = JSON.stringify([messages, nativeTools()]).length
    const said = JSON.stringify([completion.content, completion.toolCalls]).length
    const estimated = { prompt: room.tokensOf(asked), completion: room.tokensOf(said) }
    const { counted } = completion
    if (counted && purpose === 'act') room.calibrate(length(), counted.prompt)
    usage.push(usageOf(completion, estimated, settings))
    const sample = ledger.take(purpose, completion)
    if (sample) samples.push(sample)
  }

  /** Once a decision by a summary, where that is wanted; by leaving out from then on. */
  const shorten = async (when: FullWhen, spending: Spending): Promise<boolean> => {
    const setup = { history, room, length, system: system() }
    if (settings.context === 'summary' && !spending.hasSummarised) {
      spending.hasSummarised = true
      const summary = (messages: readonly ChatMessage[]) => ask('summary', messages, spending)
      if (await summarise(setup, when, summary)) return true
    }
    return leaveOut(setup)
  }

  /** The model's next message; room is made for it where there is none. */
  const speak = async (spending: Spending): Promise<Completion | Full> => {
    const asked = settings.context === 'summary' ? summaryRequest.length : 0
    if (room.isFull(length() + asked)) {
      if (settings.context === 'stop') return { kind: 'full', reason: 'the context is full' }
      await shorten('ahead', spending)
    }
    for (;;) {
      const reply = await ask('act', history.messages(system()), spending)
      if (reply.kind === 'completion') return reply
      if (reply.kind === 'no tools') {
        switchToText(reply.message)
        continue
      }
      room.learnLimit(reply.limit)
      const isMade = settings.context !== 'stop' && (await shorten('refused', spending))
      if (!isMade) return { kind: 'full', reason: `the context is full: ${reply.message}` }
    }
  }

  const switchToText = (message: string) => {
    if (settings.toolCalls === 'native') {
      throw new ConfigError(
        `Cannot call tools of ${settings.model} natively: ${message} (start the server with tool calls, or leave toolCalls at auto)`,
      )
    }
    if (history.blocks() > 0) {
      throw new ModelError(
        `Cannot go on with ${settings.model}: it refuses the tools it took before: ${message} (see the server)`,
      )
    }
    shared.learnt().refusesTools = true
  }

  return {
    async act(observation, signal): Promise<Decision<unknown>> {
      if (history.pending() > 0 || !history.hasBegun()) look(observation)
      if (!history.hasBegun()) history.begin(observationText(observation))
      // Of a loop that does not tell each answer, the last one is known.
      while (history.pending() > 0) history.answer(observationText(observation))
      const over = budgetReached(sumUsage(spent), turns, settings)
      if (over !== null) return { actions: [], samples: [], stop: over }
      const spending: Spending = { signal, samples: [], usage: [], hasSummarised: false }
      const said = await speak(spending)
      const usage = sumUsage(spending.usage)
      spent.push(usage)
      const { samples } = spending
      if (said.kind === 'full') return { actions: [], samples, usage, stop: said.reason }
      turns++
      const { message, actions } = read(said, mannerNow())
      history.say(message, actions.length)
      return { actions, message, samples, usage }
    },
    observe({ observation }) {
      look(observation)
      history.answer(observationText(observation))
    },
  }
}
