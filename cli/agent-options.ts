import type { z } from 'zod'
import { agents, type ChatOptions, chatFromEnvironment } from '../agents/index.ts'
import { type AgentFactory, ConfigError, didYouMean } from '../core/index.ts'
import {
  type AgentFlags,
  agentFlags,
  agentsWith,
  type Field,
  type FlaggedAgent,
  SCHEMAS,
} from './agent-flags.ts'
import { checkFlags, flagName } from './flags.ts'

/** Fields that a command line holds as text: several values, or JSON. */
const readers: Readonly<Partial<Record<Field, (text: string) => unknown>>> = {
  stop: (text) => (text.startsWith('[') ? parsedFlag('stop', text) : [text]),
  body: (text) => parsedFlag('body', text),
}
/** Of a resumed run only what decides nothing about how the agent acts may change. */
const FREE: Readonly<Record<FlaggedAgent, readonly Field[]>> = {
  chat: [
    ...(['baseUrl', 'stream', 'retries', 'timeoutMs'] as const),
    ...(['maxRetryWaitMs', 'maxConcurrentRequests'] as const),
  ],
  // Where the policy is; whether it is still the same, the run sees by its weights.
  policy: ['model', 'adapter', 'engine', 'device', 'threads', 'batchRows', 'cacheMiB'],
}

/** The agent of that name; `policy` needs a model besides. @throws ConfigError for flags it has no use for. */
export function agentOf(name: string, flags: AgentFlags): AgentFactory<unknown, unknown> {
  const agent = Object.hasOwn(agents, name) ? agents[name] : undefined
  if (!agent) {
    throw new ConfigError(
      `Cannot run: there is no agent ${name} (${didYouMean(name, Object.keys(agents))})`,
    )
  }
  checkUse(name, flags)
  return name === 'chat' ? async () => chatFromEnvironment(chatOptionsOf(flags)) : agent
}

/** What flags say of the agent `policy`. @throws ConfigError by the flag that does not fit. */
export function policyOptionsOf(flags: AgentFlags): z.output<typeof SCHEMAS.policy> {
  checkUse('policy', flags)
  if (flags.model === undefined) {
    throw new ConfigError(
      'Cannot play as policy: --model is missing (give the folder of a model; palaestra train sft writes one)',
    )
  }
  return checkFlags(
    { name: 'run', verb: 'play as policy', flags: SCHEMAS.policy },
    optionsOf(flags),
  )
}

/** @throws ConfigError where a resumed run would go on with an agent that acts otherwise. */
export function checkSameAgent(
  dir: string,
  stored: AgentFlags & { readonly agent?: string | undefined },
  given: AgentFlags,
): void {
  const free = stored.agent === 'policy' ? FREE.policy : FREE.chat
  const [first] = givenFields(given).filter(
    (field) => !free.includes(field) && stored[field] !== given[field],
  )
  if (first === undefined) return
  const was = stored[first] === undefined ? 'not given' : JSON.stringify(stored[first])
  throw new ConfigError(
    `Cannot resume ${dir}: ${flagName(first)} was ${was}, is ${JSON.stringify(given[first])} (give the same, or start a new run)`,
  )
}

/** A flag that only others have is a mistake. */
function checkUse(name: string, flags: AgentFlags): void {
  const unused = givenFields(flags).find(
    (field) => !agentsWith(field).some((agent) => agent === name),
  )
  if (unused === undefined) return
  const owners = agentsWith(unused)
  throw new ConfigError(
    `Cannot use ${flagName(unused)} with agent ${name}: only ${owners.join(' and ')} ${owners.length > 1 ? 'have' : 'has'} it (add --agent ${owners.join(' or ')}, or leave it out)`,
  )
}

function givenFields(flags: AgentFlags): readonly Field[] {
  return (Object.keys(agentFlags) as Field[]).filter((field) => flags[field] !== undefined)
}

function chatOptionsOf(flags: AgentFlags): Partial<ChatOptions> {
  const given = optionsOf(flags)
  checkFlags({ name: 'run', verb: 'play as chat', flags: SCHEMAS.chat.partial() }, given)
  return given
}

/** What was given, read from text where it is structured. */
function optionsOf(flags: AgentFlags): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    givenFields(flags).map((field) => {
      const value = flags[field]
      const read = typeof value === 'string' ? readers[field] : undefined
      return [field, read ? read(String(value)) : value]
    }),
  )
}

function parsedFlag(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ConfigError(`Cannot read --${name} ${text}: it is not JSON (mind the quotes)`)
  }
}
