import { parse } from 'acorn'
import type { ReportedExample } from './report.ts'

/**
 * A program that runs a reported example against the module it is given, and writes the file `verdict`
 * where that gives what was expected; undefined where the example cannot be run.
 */
export function checkProgram(
  { code, expected, actual }: ReportedExample,
  verdict: string,
): string | undefined {
  const body = functionBody(code)
  if (body === undefined) return undefined
  const settings = { body, expected, actual, verdict }
  return `import { inspect } from 'node:util'
import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
const { body, expected, actual, verdict } = ${JSON.stringify(settings, null, 2)}
const module = await import(pathToFileURL(process.argv[2]).href)
const isName = (name) => /^[A-Za-z_$][\\w$]*$/.test(name) && name !== 'default'
const all = Object.entries({ ...module, ...module.default }).filter(([name]) => isName(name))
const names = Object.fromEntries(all)
const AsyncFunction = (async () => {}).constructor
// White space does not count, but for that in texts.
const flat = (text) => String(text).replace(/('(?:\\\\.|[^'\\\\])*'|"(?:\\\\.|[^"\\\\])*")|[ \\n]+/g, '$1')
const show = (value) => inspect(value, { depth: 8, breakLength: 90, maxArrayLength: 40, maxStringLength: 300 })
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
console.log(passed ? 'example: as expected' : 'example: gives ' + seen().replace(/\\s*\\n\\s*/g, ' '))
if (passed) writeFileSync(verdict, 'works')
`
}

/** The code as a function's body that returns its last expression. */
function functionBody(code: string): string | undefined {
  try {
    const { body } = parse(code, {
      ecmaVersion: 'latest',
      sourceType: 'script',
      allowAwaitOutsideFunction: true,
    })
    const last = body.at(-1)
    if (last?.type !== 'ExpressionStatement') return undefined
    const { start, end } = last.expression
    return `${code.slice(0, last.start)}return (${code.slice(start, end)})`
  } catch {
    return undefined
  }
}
