import type { ToolSpec } from '../../core/index.ts'
import { bareSchema } from './bare-schema.ts'
import { isRecord } from './is-record.ts'
import type { WrittenCall } from './toolbox.ts'

/** How to call tools in text: what models are told where the server knows no tools. */
export function describeTextCalls(tools: readonly ToolSpec[]): string {
  const [first] = tools
  return [
    'To act, write a block like this one, and nothing after it:',
    '',
    '```json',
    JSON.stringify({ tool: first?.name ?? 'act', arguments: {} }),
    '```',
    '',
    'Several blocks in one message are several actions, in their order. The tools, each with the JSON Schema of its arguments:',
    '',
    ...tools.map(
      ({ name, description, parameters }) =>
        `- ${name}: ${description === '' ? '' : `${description}. `}${JSON.stringify(bareSchema(parameters))}`,
    ),
  ].join('\n')
}

/** Calls found in a text, in order; `problem` where a block was meant as one and cannot be read. */
export type TextCall = WrittenCall | { readonly problem: string; readonly raw: string }

const FENCE = /^[ \t]*```[ \t]*([\w-]*)[^\n]*\n([\s\S]*?)^[ \t]*```[ \t]*$/gm
const TAG = /<tool_call>([\s\S]*?)<\/tool_call>/g
const LONGEST_TEXT = 200_000
const MOST_TRIES = 200

/**
 * The tool calls in a message: fenced blocks of JSON, `<tool_call>` tags, or bare JSON. Trailing commas
 * and raw line breaks in strings are mended; the usual other names of the fields are understood.
 */
export const readTextCalls = (message: string): readonly TextCall[] => findTextCalls(message).calls

/** The same, and where the first of them begins: at the end of the text where there is none. */
export function findTextCalls(message: string): {
  readonly calls: readonly TextCall[]
  readonly start: number
} {
  const text = message.slice(0, LONGEST_TEXT)
  const blocks = [
    ...[...text.matchAll(FENCE)].map((found) => ({
      at: found.index,
      inside: found[2] ?? '',
      isMeant: /^(?:json|tool|tool_call|action)$/i.test(found[1] ?? ''),
    })),
    ...[...text.matchAll(TAG)].map((found) => ({
      at: found.index,
      inside: found[1] ?? '',
      isMeant: true,
    })),
  ].sort((a, b) => a.at - b.at)
  let start = message.length
  const read = blocks.flatMap(({ at, inside, isMeant }): readonly TextCall[] => {
    const { calls } = callsIn(inside)
    const isBlock = isMeant || inside.trimStart().startsWith('{')
    if (calls.length > 0 || isBlock) start = Math.min(start, at)
    if (calls.length > 0 || !isBlock) return calls
    return [{ problem: whyUnreadable(inside), raw: inside.trim() }]
  })
  if (read.some((call) => 'name' in call)) return { calls: read, start }
  // A fence inside a string may have cut a block short: the whole text may still hold a call.
  const anywhere = callsIn(text)
  if (anywhere.calls.length > 0) {
    return { ...anywhere, start: Math.min(start, anywhere.start) }
  }
  if (read.length > 0) return { calls: read, start }
  const begun = text.search(/<tool_call>|^[ \t]*```json/m)
  if (begun === -1) return { calls: [], start }
  return { calls: [{ problem: 'the block has no end', raw: text.slice(begun) }], start: begun }
}

function callsIn(text: string): {
  readonly calls: readonly WrittenCall[]
  readonly start: number
} {
  const calls: WrittenCall[] = []
  let start = text.length
  let tries = 0
  for (let at = text.indexOf('{'); at !== -1 && tries < MOST_TRIES; tries++) {
    const end = endOfValue(text, at)
    const found = end === -1 ? [] : callsOf(parseMended(text.slice(at, end)))
    if (calls.length === 0 && found.length > 0) start = at
    calls.push(...found)
    at = text.indexOf('{', found.length > 0 ? end : at + 1)
  }
  return { calls, start }
}

/** Just after the brace that closes the one at `start`; -1 where none does. */
function endOfValue(text: string, start: number): number {
  let depth = 0
  let inString = false
  for (let at = start; at < text.length; at++) {
    const character = text[at]
    if (inString) {
      if (character === '\\') at++
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{') depth++
    else if (character === '}' && --depth === 0) return at + 1
  }
  return -1
}

/** The value of JSON, or of what is nearly JSON; undefined where it is neither. */
function parseMended(text: string): unknown {
  for (const candidate of [text, mend(text)]) {
    try {
      return JSON.parse(candidate)
    } catch {
      // The next candidate may do.
    }
  }
  return undefined
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Escapes raw line breaks and tabs in strings, and leaves commas before a closing bracket out. */
function mend(text: string): string {
  return text.replace(/"(?:[^"\\]|\\[\s\S])*"|,(?=\s*[}\]])/g, (part) =>
    part === ',' ? '' : part.replace(/[\n\r\t]/g, (raw) => ESCAPES[raw] ?? raw),
  )
}

function callsOf(value: unknown): readonly WrittenCall[] {
  if (!isRecord(value)) return []
  if (Array.isArray(value['tool_calls'])) return value['tool_calls'].flatMap(callsOf)
  const { function: inner } = value
  if (isRecord(inner) && typeof inner['name'] === 'string') return callsOf(inner)
  const { tool, name, action, arguments: given, args, parameters, input, ...rest } = value
  const called = [tool, name, inner, action].find((it) => typeof it === 'string' && it !== '')
  if (typeof called !== 'string') return []
  const { type: _, id: __, function: ___, ...flat } = rest
  return [{ name: called, arguments: given ?? args ?? parameters ?? input ?? flat }]
}

function whyUnreadable(text: string): string {
  const trimmed = text.trim()
  try {
    JSON.parse(mend(trimmed))
    return 'the block is JSON, but names no tool'
  } catch (error) {
    return `the block is not JSON: ${error instanceof Error ? error.message : String(error)}`
  }
}
