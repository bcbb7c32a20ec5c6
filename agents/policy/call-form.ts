import type { ChatMessage, Json } from '../../core/index.ts'
import type { ChatTemplate, ChatTool, Tokenizer } from '../../models/index.ts'

/** How a call of a tool is written. */
export interface CallForm {
  /** Before the name, between name and arguments, and behind the arguments. */
  readonly head: string
  readonly middle: string
  readonly tail: string
  /** The arguments are written with a space behind each colon and comma, as Python does. */
  readonly isSpaced: boolean
}

const NAME = 'name_of_a_tool'
const GIVEN = { first_of_two: 1, second_of_two: 2 }
const COMPACT = JSON.stringify(GIVEN)
const SPACED = COMPACT.replaceAll(':', ': ').replaceAll(',', ', ')

/** The form that `describeTextCalls` tells. */
const fenced: CallForm = {
  head: '```json\n{"tool":"',
  middle: '","arguments":',
  tail: '}\n```',
  isSpaced: false,
}

/** The form of calls in text, or the one of a template; null where it has none that can be read again. */
export function callForm(
  manner: 'tools' | 'calls in text',
  template: ChatTemplate,
  tokenizer: Tokenizer,
): CallForm | null {
  if (manner === 'calls in text') return fenced
  const written = writtenCall(template)
  if (written === null) return null
  const nameAt = written.indexOf(NAME)
  const isSpaced = written.includes(SPACED)
  const given = isSpaced ? SPACED : COMPACT
  const givenAt = written.indexOf(given, nameAt)
  if (nameAt === -1 || givenAt === -1) return null
  return {
    head: written.slice(0, nameAt),
    middle: written.slice(nameAt + NAME.length, givenAt),
    tail: upToEnd(written.slice(givenAt + given.length), tokenizer),
    isSpaced,
  }
}

/** What a template makes of a message that is one call. */
function writtenCall(template: ChatTemplate): string | null {
  const tool: ChatTool = {
    type: 'function',
    function: {
      name: NAME,
      description: '',
      parameters: { type: 'object', properties: {} } as Json,
    },
  }
  const asked: ChatMessage = { role: 'user', content: 'Begin.' }
  const call = { id: 'call_0', name: NAME, arguments: COMPACT }
  const said: ChatMessage = { role: 'assistant', content: '', toolCalls: [call] }
  const opening = template.render([asked], { tools: [tool], addGenerationPrompt: true })
  const whole = template.render([asked, said], { tools: [tool] })
  return whole.startsWith(opening) ? whole.slice(opening.length) : null
}

/** Without the token that ends the turn, and what follows it. */
function upToEnd(text: string, { specialTokens }: Tokenizer): string {
  const ends = specialTokens.map(({ content }) => text.indexOf(content))
  return text.slice(0, Math.min(text.length, ...ends.filter((place) => place !== -1))).trimEnd()
}
