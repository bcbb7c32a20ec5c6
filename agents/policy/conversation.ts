import {
  type Decision,
  type EpisodeContext,
  type Episodic,
  observationText,
  sumUsage,
  type TokenSample,
  type TokenSampler,
  type Usage,
} from '../../core/index.ts'
import type { Tokenizer } from '../../models/index.ts'
import { withoutThoughts } from '../shared/actions-in.ts'
import { CUTS, createHistory } from '../shared/history.ts'
import { summaryNote, summaryRequest } from '../shared/prompt.ts'
import { createDrawer, type Prompt } from './draw.ts'
import { createMessageReader, sampledText } from './message.ts'
import type { PolicySettings } from './options.ts'
import { createPrompts } from './prompts.ts'
import type { Speech } from './speech.ts'

/** What all episodes of an agent share. */
export interface Shared {
  readonly settings: PolicySettings
  readonly tokenizer: Tokenizer
  readonly stopIds: readonly number[]
  readonly contextTokens: number
}

/** What one decision takes. */
interface Spending {
  readonly signal: AbortSignal
  readonly samples: TokenSample[]
  readonly usage: Usage[]
}

/** A message of fewer tokens is not asked for, unless that is the most of one anyway. */
const FEWEST = 16
/** Of what prompts may take: what a conversation is cut down to, so that some turns follow. */
const KEPT = 0.6

/** Plays one episode: the history, and the prompts it leads to. */
export function createConversation(
  { settings, tokenizer, stopIds, contextTokens }: Shared,
  speech: Speech,
  sampler: TokenSampler,
  { actionSpace: space, rng }: EpisodeContext<unknown, unknown>,
): Episodic<unknown, unknown> {
  const { toolbox, manner, system, encoder, grammar } = speech
  const { maxTokens, stop = [] } = settings
  const read = createMessageReader({ toolbox, space, manner })
  const history = createHistory()
  const prompts = createPrompts(history, encoder, system)
  const ends = [...new Set([...stopIds, ...(encoder.endId === null ? [] : [encoder.endId])])]
  const seeds = rng.stream('sampling')
  const draw = createDrawer({ sampler, settings, seeds, stopIds: ends, grammar })

  /** Most tokens of a prompt that leaves room for a whole message. */
  const usable = contextTokens - Math.min(maxTokens, Math.floor(contextTokens / 2))
  const fewest = Math.min(FEWEST, maxTokens)
  const left = ({ ids }: Prompt) => contextTokens - ids.length
  const request = settings.context === 'summary' ? tokenizer.encode(summaryRequest).length : 0
  const isTooLong = ({ ids }: Prompt) => ids.length + request > usable

  const say = async (purpose: TokenSample['purpose'], prompt: Prompt, spending: Spending) => {
    const { signal, samples, usage } = spending
    const room = Math.min(maxTokens, left(prompt))
    const drawing = await draw({ purpose, prompt, maxTokens: room, signal })
    samples.push(drawing.sample)
    usage.push(drawing.usage)
    return drawing
  }

  /** Puts what the model writes down in the place of all turns but the last, seen where it fits. */
  const sumUp = async (spending: Spending): Promise<void> => {
    if (history.blocks() === 0) return
    let prompt = prompts.next('summary')
    if (prompt.ids.length > usable) {
      if (history.blocks() === 1) return
      prompt = prompts.next('summary', 1)
    }
    if (left(prompt) < fewest) return
    const { drawn } = await say('summary', prompt, spending)
    const text = withoutThoughts(sampledText(tokenizer, drawn, []))
    if (text === '') return
    history.replaceBy(summaryNote(text))
    prompts.forget()
  }

  /** Drops the oldest turns, then cuts the last answers. */
  const leaveOut = (whole: Prompt): Prompt => {
    const target = KEPT * usable
    const characters = () => history.length(system ?? '')
    let prompt = whole
    const isLong = () => prompt.ids.length > target
    const makeAnew = () => {
      prompts.forget()
      prompt = prompts.next('act')
    }
    while (isLong() && history.blocks() > 1) {
      // Rendering takes its time: characters tell how many turns to drop before tokens are counted again.
      const fitting = (characters() * target) / prompt.ids.length
      do history.dropOldest(1)
      while (history.blocks() > 1 && characters() > fitting)
      makeAnew()
    }
    for (const cut of CUTS) if (isLong() && history.shorten(cut)) makeAnew()
    return prompt
  }

  /** Room is made for the next message where it is missing, and may be. */
  const promptToAct = async (spending: Spending): Promise<Prompt | null> => {
    let prompt = prompts.next('act')
    if (settings.context === 'summary' && isTooLong(prompt)) {
      await sumUp(spending)
      prompt = prompts.next('act')
    }
    if (settings.context !== 'full' && isTooLong(prompt)) {
      prompt = leaveOut(prompt)
    }
    return left(prompt) < fewest ? null : prompt
  }

  return {
    async act(observation, signal): Promise<Decision<unknown>> {
      if (!history.hasBegun()) history.begin(observationText(observation))
      // Of a loop that does not tell each answer, the last one is known.
      while (history.pending() > 0) history.answer(observationText(observation))
      const spending: Spending = { signal, samples: [], usage: [] }
      const { samples } = spending
      const prompt = await promptToAct(spending)
      if (prompt === null) {
        const usage = sumUsage(spending.usage)
        const stop = `the ${history.blocks() > 0 ? 'context is full' : 'task does not fit the context'}`
        return { actions: [], samples, usage, stop }
      }
      const { drawn, thread } = await say('act', prompt, spending)
      const { message, actions } = read(sampledText(tokenizer, drawn, stop), drawn.finish)
      history.say(message, actions.length)
      prompts.said(thread)
      return { actions, message, samples, usage: sumUsage(spending.usage) }
    },
    observe({ observation }) {
      history.answer(observationText(observation))
    },
  }
}
