import { shellQuote } from '../../core/index.ts'
import type { Candidate } from './candidate.ts'
import { candidatesFor } from './candidates/index.ts'
import { checkProgram } from './check.ts'
import type { Evidence } from './evidence.ts'
import { packCommand, readPacked } from './pack.ts'
import { probeSource } from './probe.ts'
import { FAILING, parseProbe, probeRuntime } from './probe-runtime.ts'
import type { BugReport } from './report.ts'
import { bash, type RepairCall, writeCommand } from './script.ts'
import type { Source } from './source.ts'
import { OWN, PACKER, type Survey } from './survey.ts'
import { CHECK, KEPT } from './trial.ts'

/** What is known before anything was tried. */
export interface KnownState {
  readonly survey: Survey
  readonly report: BugReport
  /** Names of the tests that fail now. */
  readonly failing: readonly string[]
  readonly sources: readonly Source[]
}

export interface Localised {
  readonly candidates: readonly Candidate[]
  readonly evidence: Evidence
  /** Reported examples, and how many of them work already. */
  readonly examples: number
  readonly working: number
}

const HITS = `${OWN}/hits`
const PACKED_HITS = `${OWN}/hits.gz`

/**
 * Watches the example and each test in a copy of the repository; `before` is a command that is to
 * run first.
 */
export function* localise(
  { survey, report, failing, sources }: KnownState,
  before = '',
): Generator<RepairCall, Localised, string> {
  const documents = [survey.readme, ...survey.tests.values()]
  // Those whose values are compared have the low numbers: less is to be read.
  const candidates = candidatesFor(sources, documents).toSorted(
    (a, b) => Number(a.watchedAt !== undefined) - Number(b.watchedAt !== undefined),
  )
  const numbered = candidates.map((candidate, id) => [id, candidate] as const)
  const weighed = new Set<number>()
  const siteOf = new Map<number, number>()
  let sites = 0
  const probed = sources.map((source) => {
    const own = numbered.filter(([, candidate]) => candidate.source === source)
    const probe = probeSource(source, own, sites)
    sites += new Set(probe.siteOf.values()).size
    for (const id of probe.weighed) weighed.add(id)
    for (const [id, site] of probe.siteOf) siteOf.set(id, site)
    return writeCommand(source.file, probe.text)
  })
  const outcomes = outcomesOf(survey, report)
  const check = checkProgram(report.examples, `${OWN}/verdict`)
  const watch = `timeout 2 node --import=${OWN}/probe.mjs`
  const observation: string = yield bash(
    [
      ...(before === '' ? [] : [before]),
      `rm -rf ${KEPT} ${OWN}/probe ${HITS} ${OWN}/verdict && cp -r . ${KEPT} && cp -r . ${OWN}/probe`,
      ...(check ? [writeCommand(CHECK, check.text)] : []),
      writeCommand(`${OWN}/probe.mjs`, probeRuntime(HITS, { failing, ...outcomes })),
      `cd ${OWN}/probe`,
      ...probed,
      ...(check
        ? [
            `${watch} ${CHECK} "$PWD/"${shellQuote(survey.entry)} 2>&1 | grep '^example ' | head -c 900`,
          ]
        : []),
      `${watch} --test > /dev/null 2>&1`,
      `gzip -9 < ${HITS} > ${PACKED_HITS}`,
      packCommand(PACKER, PACKED_HITS),
    ].join('\n'),
  )
  const packed = yield* readPacked(observation, { packer: PACKER, file: PACKED_HITS, most: 0 })
  const runs = parseProbe(packed)
  const shown = [...observation.matchAll(/^(example \d+): (as expected)?/gm)]
  const working = shown.filter(([, , works]) => works !== undefined).map(([, name]) => name ?? '')
  // Of several faults one is looked for at a time.
  const examples = check?.names ?? []
  const broken = examples.filter((name) => !working.includes(name))
  const wanted = examples.length > 1 ? broken.slice(0, 1) : [...broken, FAILING]
  const others = examples.length > 1 ? [...broken, FAILING] : []
  const evidence: Evidence = {
    failures: survey.failures,
    code: codeOf(survey, report),
    words: report.words,
    ...outcomes,
    failing: runs.filter(({ name }) => wanted.includes(name)),
    passing: runs.filter(({ name }) => name !== '' && ![...wanted, ...others].includes(name)),
    outside: runs.filter(({ name }) => name === ''),
    weighed,
    siteOf,
    texts: [...sources.map(({ text }) => text), ...survey.tests.values()],
  }
  return { candidates, evidence, examples: examples.length, working: working.length }
}

/** The reported example, and the tests that fail. */
function codeOf({ failures, tests }: Survey, { examples }: BugReport): string {
  const failing = failures.flatMap(({ name }) =>
    [...tests.values()].flatMap((text) => {
      const start = text.indexOf(name)
      if (start === -1) return []
      const end = text.slice(start).search(/\n\s*(?:it|test|describe)\(/)
      return [text.slice(start + name.length, end === -1 ? undefined : start + end)]
    }),
  )
  return [...examples.map(({ code }) => code), ...failing].join('\n')
}

/** What was expected and what came, in the report and in the messages of assertions. */
function outcomesOf({ failures }: Survey, { examples }: BugReport) {
  const expected = examples.map((example) => example.expected)
  const actual = examples.map((example) => example.actual)
  for (const failure of failures) {
    expected.push(failure.expected)
    actual.push(failure.actual)
  }
  return { expected: expected.join('\n'), actual: actual.join('\n') }
}
