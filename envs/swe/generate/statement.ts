import type { Rng } from '../../../core/index.ts'
import type { Example } from './example.ts'

/** What a report is made of. */
export interface Symptom {
  readonly library: string
  readonly difficulty: number
  /** Suites and test of the failing behaviours an agent can see. */
  readonly visible: readonly (readonly string[])[]
  /** The behaviour the example shows. */
  readonly shown: readonly string[]
  readonly example: Example | undefined
}

const openings = [
  (library: string) => `There is a regression in ${library}.`,
  (library: string) => `Something is wrong in ${library}.`,
  (library: string) => `I ran into a bug in ${library}.`,
  (library: string) => `${library} does not do what its README says.`,
  (library: string) => `After updating ${library} our code behaves differently.`,
  (library: string) => `We use ${library} and get wrong results.`,
]
const listHeads = [
  'This no longer works:',
  'These behaviours are broken:',
  'What I see failing:',
  'According to the tests, this is broken:',
]
const exampleHeads = [
  'To reproduce:',
  'Here is the smallest case I could find:',
  'For example:',
  'This shows it:',
]
const shouldHeads = ['What I expect: it', 'As I read the README, it', 'Our code relies on this: it']
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
  'Please fix the cause in `src/`.',
  'Please find out why and repair it.',
  'The fix belongs in the library; please leave the tests as they are.',
]
const MOST_LISTED = 4
const MOST_TEXT = 600

/** A report as a user would write it: what is seen, never where or why. */
export function writeStatement(symptom: Symptom, rng: Rng): string {
  const { library, difficulty, visible, example, shown } = symptom
  const isVisible = visible.length > 0
  const parts = [rng.pick(openings)(library)]
  const listed = visible.slice(0, MOST_LISTED).map((names) => `- ${names.join(': ')}`)
  const more = visible.length - listed.length
  if (more > 0) listed.push(`- and ${more} more`)

  const wantsExample = !isVisible || difficulty === 1 || rng.chance(0.4)
  if (isVisible) parts.push(`${rng.pick(listHeads)}\n${listed.join('\n')}`)
  if (example && wantsExample) parts.push(...exampleParts(example, rng))
  if (difficulty === 3) parts.push(`${rng.pick(shouldHeads)} ${shown.at(-1)}.`)
  parts.push(`${rng.pick(isVisible ? visibleEnds : hiddenEnds)} ${rng.pick(requests)}`)
  return parts.join('\n\n')
}

function exampleParts({ code, expected, actual }: Example, rng: Rng): string[] {
  const isShort = !`${expected}${actual}`.includes('\n') && expected.length + actual.length < 100
  const result = isShort
    ? `Expected: ${expected}\nActual: ${actual}`
    : `Expected:\n${fence(clip(expected), 'text')}\n\nActual:\n${fence(clip(actual), 'text')}`
  return [`${rng.pick(exampleHeads)}\n\n${fence(code, 'js')}`, result]
}

function fence(text: string, language: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``
}

function clip(text: string): string {
  return text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT)} ...`
}
