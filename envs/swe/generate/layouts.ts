import type { Rng } from '../../../core/index.ts'
import { caseOf, exampleOnly, hiddenEnd, listOf, opening, request, visibleEnd } from './phrases.ts'
import type { Report } from './statement.ts'

/** The paragraphs of a report. */
type Layout = (report: Report, rng: Rng) => readonly string[]

/** Several ways to write each sort of report. */
export const layouts = {
  near: [
    (report, rng) => [
      opening(report, rng),
      `${rng.pick(listHeads)}\n${listOf(report.visible)}`,
      ...caseOf(report.cases[0], rng),
      `${visibleEnd(rng)} ${request(rng)}`,
    ],
    (report, rng) => [
      report.cases[0]?.example
        ? `A small case of ${report.library} comes out wrong.`
        : opening(report, rng),
      ...exampleOnly(report.cases[0]),
      `Tests that show it, too:\n${listOf(report.visible)}`,
      request(rng),
    ],
  ],
  far: [
    (report, rng) => [
      opening(report, rng),
      `${rng.pick(listHeads)}\n${listOf(report.visible)}`,
      ...(rng.chance(0.5) ? caseOf(report.cases[0], rng) : []),
      `${visibleEnd(rng)} ${request(rng)}`,
    ],
    (report, rng) => [
      `The build of ${report.library} is red since the last merge:`,
      `\`\`\`text\n${listOf(report.visible, 'not ok')}\n\`\`\``,
      `Nobody knows which change did it. ${request(rng)}`,
    ],
    (report, rng) => [
      `What fails in ${report.library} does not look like the place where it goes wrong:`,
      listOf(report.visible),
      ...(rng.chance(0.5) ? caseOf(report.cases[0], rng) : []),
      request(rng),
    ],
  ],
  unseen: [
    (report, rng) => [
      opening(report, rng),
      ...caseOf(report.cases[0], rng),
      `${rng.pick(shouldHeads)} ${titleOf(report)}.`,
      `${hiddenEnd(rng)} ${request(rng)}`,
    ],
    (report, rng) => [
      `Our application depends on ${report.library}, and a customer found this:`,
      ...exampleOnly(report.cases[0]),
      `${hiddenEnd(rng)} There may be other cases of it; the README says what is right. ${request(rng)}`,
    ],
    (report, rng) => [
      opening(report, rng),
      hiddenEnd(rng),
      ...caseOf(report.cases[0], rng),
      request(rng),
    ],
  ],
  several: [
    (report, rng) => [
      opening(report, rng),
      `There seem to be ${counts[report.cases.length] ?? 'several'} faults that have nothing to do with each other.`,
      ...report.cases.flatMap((shown, index) => [`${index + 1}.`, ...exampleOnly(shown)]),
      seenOf(report, rng),
      `All of it has to work again. ${request(rng)}`,
    ],
    (report, rng) => [
      `Since we updated ${report.library}, more than one thing is off.`,
      ...report.cases.flatMap((shown, index) => [
        index === 0 ? 'The first:' : 'Another one:',
        ...exampleOnly(shown),
      ]),
      seenOf(report, rng),
      request(rng),
    ],
  ],
  'missing-feature': [
    (report, rng) => [
      `Feature request for ${report.library}: \`${report.feature?.name}\`.`,
      `The documents promise it, but it is not there:`,
      ...quotesOf(report),
      ...caseOf(report.cases[0], rng),
      seenOf(report, rng),
      'Please add it as described.',
    ],
    (report, rng) => [
      `We would like to use \`${report.feature?.name}\` of ${report.library}. It should do this:`,
      ...quotesOf(report),
      ...exampleOnly(report.cases[0]),
      seenOf(report, rng),
      'Please implement it, and leave the tests as they are.',
    ],
    (report, rng) => [
      `\`${report.feature?.name}\` is missing in ${report.library}; somebody must have taken it out.`,
      `What it did:`,
      ...quotesOf(report),
      ...exampleOnly(report.cases[0]),
      seenOf(report, rng),
      'We need it back.',
    ],
  ],
} as const satisfies Record<string, readonly Layout[]>

const counts: Readonly<Record<number, string>> = { 2: 'two', 3: 'three' }
const listHeads = [
  'This no longer works:',
  'These behaviours are broken:',
  'What I see failing:',
  'According to the tests, this is broken:',
] as const
const shouldHeads = [
  'What I expect: it',
  'As I read the README, it',
  'Our code relies on this: it',
] as const

function quotesOf({ feature }: Report): readonly string[] {
  return (feature?.docs ?? []).map((text) => `> ${text}`)
}

function titleOf({ cases }: Report): string {
  return cases[0]?.names.at(-1) ?? 'works as described'
}

/** What of it the visible tests show. */
function seenOf({ visible }: Report, rng: Rng): string {
  return visible.length === 0 ? hiddenEnd(rng) : `${rng.pick(seenHeads)}\n${listOf(visible)}`
}

const seenHeads = [
  'Tests that fail because of it:',
  '`node --test` says:',
  'Failing tests:',
] as const
