import { ConfigError, type Grammar, type Space } from '../../core/index.ts'
import { type ChatTemplate, chatTool, type Tokenizer } from '../../models/index.ts'
import { type Manner, systemMessage } from '../shared/prompt.ts'
import { createToolbox, type Toolbox } from '../shared/toolbox.ts'
import { actionGrammar } from './action-grammar.ts'
import { callForm } from './call-form.ts'
import type { PolicySettings } from './options.ts'
import { createTurnEncoder, type TurnEncoder } from './turn-encoder.ts'

/** How a policy acts in one action space. */
export interface Speech {
  readonly toolbox: Toolbox
  readonly manner: Manner
  readonly system: string | null
  readonly encoder: TurnEncoder
  /** Of messages; null where they are free. */
  readonly grammar: Grammar | null
}

export interface SpeechOptions {
  readonly settings: PolicySettings
  readonly template: ChatTemplate
  readonly tokenizer: Tokenizer
  readonly keepsPrefixes: boolean
}

/** @throws ConfigError where the template has no form for calls, or no grammar holds the space. */
export function createSpeech(space: Space<unknown>, options: SpeechOptions): Speech {
  const { settings, template, tokenizer, keepsPrefixes } = options
  const { toolCalls, system: own } = settings
  const toolbox = createToolbox(space)
  const manner: Manner =
    toolbox.tools.length === 0 ? 'plain text' : toolCalls === 'text' ? 'calls in text' : 'tools'
  const system =
    manner === 'calls in text' ? systemMessage(manner, toolbox, space, own) : (own ?? null)
  const form = manner === 'plain text' ? null : callForm(manner, template, tokenizer)
  if (manner === 'tools' && form === null) {
    throw new ConfigError(
      `Cannot play as policy: the chat template ${template.name} has no form for tool calls (choose toolCalls text, or a template with tools)`,
    )
  }
  // What a space has no tools of its own for, demonstrations are rendered without.
  const tools = manner === 'tools' ? (space.tools ?? []).map(chatTool) : []
  return {
    toolbox,
    manner,
    system,
    encoder: createTurnEncoder({ template, tokenizer, keepsPrefixes, tools, system }),
    grammar: settings.constrained ? actionGrammar(space, toolbox.tools, form) : null,
  }
}
