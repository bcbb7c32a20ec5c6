import { z } from 'zod'
import {
  type Agent,
  createManualClock,
  defineEnv,
  type Env,
  make,
  rollout,
  type Sample,
  type SampleFinish,
  type SampleRequest,
  type Services,
  type TokenSample,
  type TokenSampler,
  type Trajectory,
  text,
} from '../../core/index.ts'
import {
  type ChatTemplate,
  characterTokenizer,
  chatMl,
  openChatTemplate,
  type Tokenizer,
  trainByteLevelBpe,
} from '../../models/index.ts'
import { shelf } from '../chat/shelf.suite.ts'
import { createPolicyAgent } from './agent.ts'
import type { PolicyOptions } from './options.ts'

/** Drops thoughts from all messages but the last, as templates of reasoning models do. */
export const forgetful = [
  '{%- set ns = namespace(last=0) %}',
  "{%- for m in messages %}{% if m.role == 'user' %}{% set ns.last = loop.index0 %}{% endif %}{% endfor %}",
  "{%- if tools %}{{- '<|im_start|>system\\n' + (tools | tojson) + '<|im_end|>\\n' }}{% endif %}",
  '{%- for m in messages %}',
  "{{- '<|im_start|>' + m.role + '\\n' }}",
  "{%- if m.role == 'assistant' and loop.index0 < ns.last %}{{- m.content.split('</think>')[-1].lstrip('\\n') }}",
  '{%- else %}{{- m.content }}{% endif %}',
  '{%- for c in m.tool_calls or [] %}',
  '{{- \'\\n<tool_call>\\n{"name": "\' + c.function.name + \'", "arguments": \' }}{{- c.function.arguments | tojson }}{{- \'}\\n</tool_call>\' }}',
  '{%- endfor %}',
  "{{- '<|im_end|>\\n' }}",
  '{%- endfor %}',
  "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{% endif %}",
].join('')

const corpus = 'guess the number, higher and lower and higher again; the books stand on the shelf. '
/** Merges letters, so that a text has more than one spelling in tokens. */
export const bpe = await trainByteLevelBpe([corpus.repeat(3), chatMl], {
  vocabularySize: 400,
  chatTemplate: chatMl,
})
export const characters = characterTokenizer(
  `\n${Array.from({ length: 0x7f - 0x20 }, (_, at) => String.fromCharCode(0x20 + at)).join('')}…`,
  { chatTemplate: chatMl },
)
export const keeping = await openChatTemplate(chatMl)
export const dropping = await openChatTemplate(forgetful, { name: 'forgetful' })

/** What a model writes: a text and the token that ends a turn, or ids as they are. */
export type Said = string | { readonly ids: readonly number[]; readonly finish: SampleFinish }
export type SaidBy = readonly Said[] | ((request: SampleRequest, place: number) => Said)

export interface ScriptedSampler extends TokenSampler {
  readonly requests: readonly SampleRequest[]
}

/** Says what a script has; cut to the tokens that were asked for. */
export function scriptedSampler(script: SaidBy, tokenizer: Tokenizer = bpe): ScriptedSampler {
  const requests: SampleRequest[] = []
  return {
    requests,
    async sample(request, options): Promise<Sample> {
      options?.signal?.throwIfAborted()
      const place = requests.push(request) - 1
      const said = typeof script === 'function' ? script(request, place) : script[place]
      if (said === undefined) throw new Error(`Cannot say more: the script has ${place} messages`)
      const whole =
        typeof said === 'string'
          ? { ids: [...tokenizer.encode(said), tokenizer.eosId ?? 0], finish: 'stopId' as const }
          : said
      const ids = whole.ids.slice(0, request.maxTokens)
      return {
        ids,
        logProbs: ids.map((_, at) => -(at + 1) / 100),
        finish: ids.length < whole.ids.length ? 'length' : whole.finish,
        policyVersions: [[7, ids.length]],
      }
    },
  }
}

/** Answers every text; ends with `stop`. */
export const echo = defineEnv({
  id: 'test/Echo-v0',
  state: 'data',
  options: z.strictObject({ verbosity: z.int().min(0).default(0) }),
  observationSpace: text(),
  actionSpace: text({ maxLength: 4000 }),
  rewards: {
    sparse: {
      spec: { kind: 'custom', name: 'turns' },
      step: ({ signals }: { signals: { turns: number } }) => signals.turns,
    },
  },
  maxEpisodeSteps: 40,
  reset({ options: { verbosity } }) {
    return { state: { turns: 0, verbosity }, observation: 'Say something.' }
  },
  step(state, action) {
    state.turns++
    return {
      observation: `You said ${action}, turn ${state.turns}. ${'#'.repeat(state.verbosity)}`,
      signals: { turns: state.turns },
      terminated: action === 'stop',
    }
  },
})

export interface PlayOptions {
  readonly agent?: Partial<PolicyOptions>
  readonly tokenizer?: Tokenizer
  readonly template?: ChatTemplate
  readonly contextTokens?: number
  readonly stopIds?: readonly number[]
  readonly verbosity?: number
  readonly seed?: number
  readonly services?: Services
}

export interface Played {
  readonly trajectory: Trajectory
  readonly requests: readonly SampleRequest[]
  readonly samples: readonly TokenSample[]
}

/** One agent plays many episodes. */
const policies = new Map<string, Agent<unknown, unknown>>()

function policyOf({ agent, template = keeping, ...given }: PlayOptions) {
  const { tokenizer = bpe, contextTokens = 4096, stopIds = [] } = given
  const key = JSON.stringify([agent, template.source, tokenizer.name, contextTokens, stopIds])
  const known = policies.get(key)
  if (known) return known
  const parts = { tokenizer, template, contextTokens, stopIds }
  const made = createPolicyAgent({ model: 'models/tiny', ...agent }, parts)
  policies.set(key, made)
  return made
}

const playIn =
  <Act>(openEnv: (verbosity: number) => Promise<Env<string, Act>>) =>
  async (script: SaidBy, options: PlayOptions = {}): Promise<Played> => {
    const { verbosity = 0, seed = 0, tokenizer } = options
    const sampler = scriptedSampler(script, tokenizer)
    await using env = await openEnv(verbosity)
    const trajectory = await rollout(env, policyOf(options) as Agent<string, never>, {
      clock: createManualClock(),
      services: options.services ?? { sampler },
      seed,
    })
    const samples = trajectory.decisions.flatMap((decision) => decision.samples)
    return { trajectory, requests: sampler.requests, samples }
  }

export const playEcho = playIn((verbosity) => make(echo, { options: { verbosity } }))
export const playShelf = playIn((verbosity) => make(shelf, { options: { verbosity } }))

/** The prompt of a sample, put together from what its ancestors appended. */
export function promptOf(samples: readonly TokenSample[], place: number): readonly number[] {
  const sample = samples[place]
  if (!sample) return []
  const { parent, newPromptIds } = sample
  const before =
    parent === null ? [] : [...promptOf(samples, parent), ...(samples[parent]?.ids ?? [])]
  return [...before, ...newPromptIds]
}
