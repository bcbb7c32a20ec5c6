import { type Clock, ConfigError, messageOf } from '../../core/index.ts'
import { type Jinja, type JinjaEnvironment, loadJinja } from './load-jinja.ts'
import { strftime } from './strftime.ts'
import { unsupportedFeature } from './unsupported.ts'

/** A chat template, parsed. */
export interface TemplateProgram {
  /** Whether `{% generation %}` marks what an assistant writes. */
  readonly marksGeneration: boolean
  /** @throws ConfigError in one line. */
  run(variables: Readonly<Record<string, unknown>>): string
}

/** Names of the variables whose values stand around what an assistant writes. */
export const GENERATION_START = 'palaestra_generation_start'
export const GENERATION_END = 'palaestra_generation_end'

/** The tag that transformers adds to Jinja, with signs that take the white space around it. */
const generationTag = /\{%(-?)\s*(end)?generation\s*(-?)%\}/g

/** Settings of transformers: `trim_blocks`, `lstrip_blocks`, JSON unescaped, `raise_exception`. */
export async function compileTemplate(
  source: string,
  name: string,
  clock: Clock,
): Promise<TemplateProgram> {
  const jinja = await loadJinja()
  // Block tags at both ends, so that white space is taken as it is around the tag they replace.
  const marked = source.replace(generationTag, (_, before: string, end: string, after: string) => {
    const variable = end ? GENERATION_END : GENERATION_START
    return `{%${before} if true %}{{ ${variable} }}{% endif ${after}%}`
  })
  const program = parse(jinja, marked, name)
  return {
    marksGeneration: marked !== source,
    run(variables) {
      let refusal: string | null = null
      const environment = new jinja.Environment()
      setGlobals(environment, clock, (message) => {
        refusal = message
        throw new Error(message)
      })
      for (const [key, value] of Object.entries(variables)) environment.set(key, value)
      try {
        return String(new jinja.Interpreter(environment).run(program).value)
      } catch (error) {
        const [reason, advice] =
          refusal === null
            ? [unsupportedFeature(error, program), 'use another template']
            : [`it refuses the conversation: ${oneLine(refusal)}`, 'see what it asks for']
        throw new ConfigError(`Cannot render the chat template ${name}: ${reason} (${advice})`, {
          cause: error,
        })
      }
    },
  }
}

function parse(jinja: Jinja, source: string, name: string) {
  try {
    return jinja.parse(jinja.tokenize(source, { trim_blocks: true, lstrip_blocks: true }))
  } catch (error) {
    const reason = unsupportedFeature(error, null)
    throw new ConfigError(
      `Cannot open the chat template ${name}: ${reason} (use another template)`,
      { cause: error },
    )
  }
}

function setGlobals(
  environment: JinjaEnvironment,
  clock: Clock,
  refuse: (message: string) => never,
): void {
  const constants = { true: true, false: false, none: null, True: true, False: false, None: null }
  for (const [name, value] of Object.entries(constants)) environment.set(name, value)
  environment.set('raise_exception', (message: unknown) => refuse(String(message)))
  environment.set('strftime_now', (format: unknown) => strftime(String(format), clock.now()))
  environment.set('range', range)
}

/** Of Jinja's sandbox, in which transformers renders. */
const LONGEST_RANGE = 100_000

/** Python's. */
function range(first: number, second?: number, step = 1): number[] {
  const [start, stop] = second === undefined ? [0, first] : [first, second]
  const length = step === 0 ? 0 : Math.max(0, Math.ceil((stop - start) / step))
  if (length > LONGEST_RANGE) throw new Error(`a range of ${length} numbers is too long`)
  return Array.from({ length }, (_, place) => start + place * step)
}

const oneLine = (text: string) => messageOf(text).replace(/\s+/g, ' ').trim()
