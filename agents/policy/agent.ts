import { type Agent, ConfigError, type Space } from '../../core/index.ts'
import { type ChatTemplate, checkPrefixPreserving, type Tokenizer } from '../../models/index.ts'
import { createConversation } from './conversation.ts'
import { type PolicyOptions, policySettings } from './options.ts'
import { createSpeech, type Speech } from './speech.ts'

/** What belongs to the model that samples. */
export interface PolicyParts {
  readonly tokenizer: Tokenizer
  readonly template: ChatTemplate
  /** Most tokens of a prompt and what follows it. */
  readonly contextTokens: number
  /** Ids that end what the model writes; the tokenizer's, and the template's end of a turn, are added. */
  readonly stopIds: readonly number[]
}

/**
 * An agent that acts with a model of our own, which the service `sampler` draws from. Its prompts are
 * those that `trainSft` makes of demonstrations, token for token. One agent plays many episodes at once.
 * @throws ConfigError for options that cannot be.
 */
export function createPolicyAgent(
  options: PolicyOptions,
  { tokenizer, template, contextTokens: most, stopIds }: PolicyParts,
): Agent<unknown, unknown> {
  const settings = policySettings(options)
  const { contextTokens = most } = settings
  if (contextTokens > most) {
    throw new ConfigError(
      `Cannot play as policy: a context of ${contextTokens} tokens is larger than the model's, ${most} (choose ${most} or fewer)`,
    )
  }
  const keepsPrefixes = checkPrefixPreserving(template, tokenizer).preserving
  const { eosId } = tokenizer
  const shared = {
    settings,
    tokenizer,
    contextTokens,
    stopIds: eosId === null ? stopIds : [...stopIds, eosId],
  }
  const speeches = new WeakMap<Space<unknown>, Speech>()
  const speechOf = (space: Space<unknown>) => {
    const known = speeches.get(space)
    if (known) return known
    const made = createSpeech(space, { settings, template, tokenizer, keepsPrefixes })
    speeches.set(space, made)
    return made
  }

  return {
    name: `policy/${folderName(settings.model)}`,
    async begin(context) {
      const { sampler } = context.services
      if (!sampler) {
        throw new ConfigError('Cannot play as policy: there is no sampler (pass one in services)')
      }
      return createConversation(shared, speechOf(context.actionSpace), sampler, context)
    },
  }
}

const folderName = (path: string): string =>
  path.split(/[\\/]/).findLast((part) => part !== '') ?? path
