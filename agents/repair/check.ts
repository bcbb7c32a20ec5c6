import { parse } from 'acorn'
import type { ReportedExample } from './report.ts'

/** Global function that is called with the name of what begins to run, where somebody listens. */
export const BEGIN = '__repairBegin'

export interface CheckProgram {
  readonly text: string
  /** Names of the examples that it runs. */
  readonly names: readonly string[]
}

/**
 * A program that runs reported examples against the module it is given, and writes to the file `verdict`
 * how many of them give what was expected; undefined where none can be run.
 */
export function checkProgram(
  examples: readonly ReportedExample[],
  verdict: string,
): CheckProgram | undefined {
  const cases = examples.flatMap(({ code, expected, actual }, index) => {
    const body = functionBody(code, /\berror\b/.test(expected))
    return body === undefined ? [] : [{ name: `example ${index + 1}`, body, expected, actual }]
  })
  if (cases.length === 0) return undefined
  const text = `import { inspect } from 'node:util'
import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
const cases = ${JSON.stringify(cases, null, 2)}
const verdict = ${JSON.stringify(verdict)}
const module = await import(pathToFileURL(process.argv[2]).href)
const isName = (name) => /^[A-Za-z_$][\\w$]*$/.test(name) && name !== 'default'
const all = Object.entries({ ...module, ...module.default }).filter(([name]) => isName(name))
const names = Object.fromEntries(all)
const AsyncFunction = (async () => {}).constructor
// White space does not count, but for that in texts.
const flat = (text) => String(text).replace(/('(?:\\\\.|[^'\\\\])*'|"(?:\\\\.|[^"\\\\])*")|[ \\n]+/g, '$1')
const show = (value) => inspect(value, { depth: 8, breakLength: 90, maxArrayLength: 40, maxStringLength: 300 })
let working = 0
for (const { name, body, expected, actual } of cases) {
  globalThis.${BEGIN}?.(name)
  let result
  try {
    result = { value: await new AsyncFunction(...Object.keys(names), body)(...Object.values(names)) }
  } catch (error) {
    result = { error }
  }
  const wanted = /^an error(?: with ([^]*)| of type (\\w+))?$/.exec(expected)
  const seen = () => {
    if (!result.error) return show(result.value)
    return 'throws ' + result.error.name + ': ' + String(result.error.message).split('\\n', 1)[0]
  }
  const cut = expected.endsWith(' ...') ? flat(expected.slice(0, -4)) : undefined
  const same = () => {
    if (expected === 'no error') return !result.error
    if (expected === 'another error') return Boolean(result.error) && flat(seen()) !== flat(actual)
    if (!wanted) return !result.error && (cut ? flat(show(result.value)).startsWith(cut) : flat(show(result.value)) === flat(expected))
    if (!result.error) return false
    if (wanted[2]) return result.error.constructor.name === wanted[2]
    if (!wanted[1]) return true
    if (wanted[1].startsWith('{')) {
      const properties = new Function('return (' + wanted[1] + ')')()
      return Object.entries(properties).every(([key, value]) =>
        value instanceof RegExp ? value.test(result.error[key]) : flat(show(result.error[key])) === flat(show(value)))
    }
    return flat(show(result.error)).includes(flat(wanted[1]))
  }
  const passed = same()
  if (passed) working++
  console.log(name + (passed ? ': as expected' : ': gives ' + seen().replace(/\\s*\\n\\s*/g, ' ').slice(0, 300)))
}
writeFileSync(verdict, String(working))
`
  return { text, names: cases.map(({ name }) => name) }
}

/** The code as a function's body that returns its last expression; there may be none where an error counts. */
function functionBody(code: string, mayEnd: boolean): string | undefined {
  try {
    const { body } = parse(code, {
      ecmaVersion: 'latest',
      sourceType: 'script',
      allowAwaitOutsideFunction: true,
    })
    const last = body.at(-1)
    if (last?.type !== 'ExpressionStatement') return mayEnd ? code : undefined
    const { start, end } = last.expression
    return `${code.slice(0, last.start)}return (${code.slice(start, end)})`
  } catch {
    return undefined
  }
}
