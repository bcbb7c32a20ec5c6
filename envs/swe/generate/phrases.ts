import type { Rng } from '../../../core/index.ts'
import type { Report, ReportCase } from './statement.ts'

const openings = [
  (library: string) => `There is a regression in ${library}.`,
  (library: string) => `Something is wrong in ${library}.`,
  (library: string) => `I ran into a bug in ${library}.`,
  (library: string) => `${library} does not do what its README says.`,
  (library: string) => `After updating ${library} our code behaves differently.`,
  (library: string) => `We use ${library} and get wrong results.`,
]
const exampleHeads = [
  'To reproduce:',
  'Here is the smallest case I could find:',
  'For example:',
  'This shows it:',
]
const visibleEnds = [
  'Run `node --test` to see it.',
  '`node --test` fails because of it.',
  'You can see it with `node --test`.',
]
const hiddenEnds = [
  '`node --test` passes, so the tests we have do not cover it.',
  'All existing tests pass.',
  'None of the current tests fails.',
]
const requests = [
  'Please fix the cause, not the symptom.',
  'Please find out why and repair it.',
  'The fix belongs in the library; please leave the tests as they are.',
]
const MOST_LISTED = 4
const MOST_TEXT = 600

export function opening({ library }: Report, rng: Rng): string {
  return rng.pick(openings)(library)
}

export function request(rng: Rng): string {
  return rng.pick(requests)
}

export function visibleEnd(rng: Rng): string {
  return rng.pick(visibleEnds)
}

export function hiddenEnd(rng: Rng): string {
  return rng.pick(hiddenEnds)
}

/** The first of the failing behaviours, one a line. */
export function listOf(visible: Report['visible'], mark = '-'): string {
  const listed = visible.slice(0, MOST_LISTED).map((names) => `${mark} ${names.join(': ')}`)
  const more = visible.length - listed.length
  if (more > 0) listed.push(`${mark === '-' ? '- and' : 'and'} ${more} more`)
  return listed.join('\n')
}

/** Code and both outcomes, with a few words in front. */
export function caseOf(shown: ReportCase | undefined, rng: Rng): readonly string[] {
  const [first, ...rest] = exampleOnly(shown)
  return first === undefined ? [] : [rng.pick(exampleHeads), first, ...rest]
}

/** Code and both outcomes. */
export function exampleOnly(shown: ReportCase | undefined): readonly string[] {
  if (!shown?.example) return []
  const { code, expected, actual } = shown.example
  const isShort = !`${expected}${actual}`.includes('\n') && expected.length + actual.length < 100
  const result = isShort
    ? `Expected: ${expected}\nActual: ${actual}`
    : `Expected:\n${fence(clip(expected), 'text')}\n\nActual:\n${fence(clip(actual), 'text')}`
  return [fence(code, 'js'), result]
}

function fence(text: string, language: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``
}

function clip(text: string): string {
  return text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT)} ...`
}
