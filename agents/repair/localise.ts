import { shellQuote } from '../../core/index.ts'
import type { Candidate } from './candidate.ts'
import { candidatesFor } from './candidates/index.ts'
import { checkProgram } from './check.ts'
import { probeSource } from './probe.ts'
import { type ProbeResult, parseProbe, probeRuntime } from './probe-runtime.ts'
import type { Evidence } from './rank.ts'
import type { BugReport } from './report.ts'
import { bash, writeCommand } from './script.ts'
import type { Source } from './source.ts'
import { OWN, type Survey } from './survey.ts'
import { CHECK, KEPT } from './trial.ts'

/** What is known before anything was tried. */
export interface KnownState {
  readonly survey: Survey
  readonly report: BugReport
  /** Names of the tests that fail now. */
  failing: readonly string[]
}

/** Watches the failing and the passing runs in a copy of the repository. */
export function* localise(
  { survey, report, failing }: KnownState,
  sources: readonly Source[],
): Generator<ReturnType<typeof bash>, Localised, string> {
  const candidates = candidatesFor(sources)
  const numbered = candidates.map((candidate, id) => [id, candidate] as const)
  const weighed = new Set<number>()
  const probed = sources.map((source) => {
    const probe = probeSource(
      source,
      numbered.filter(([, candidate]) => candidate.source === source),
    )
    for (const id of probe.weighed) weighed.add(id)
    return writeCommand(source.file, probe.text)
  })
  const check = report.example && checkProgram(report.example, `${OWN}/verdict`)
  const watch = `node --import=${OWN}/probe.mjs`
  const entry = `"$PWD/"${shellQuote(survey.entry)}`
  const tests = (names: readonly string[]) =>
    `${watch} --test --test-name-pattern=${shellQuote(`^(?:${names.map(escapePattern).join('|')})$`)} > /dev/null 2>&1`
  const passing = survey.passing.filter((name) => !failing.includes(name))
  const observation: string = yield bash(
    [
      `rm -rf ${KEPT} ${OWN}/probe ${OWN}/hits ${OWN}/verdict && mkdir -p ${OWN} && cp -r . ${KEPT} && cp -r . ${OWN}/probe`,
      ...(check ? [writeCommand(CHECK, check)] : []),
      writeCommand(`${OWN}/probe.mjs`, probeRuntime(`${OWN}/hits`)),
      `cd ${OWN}/probe`,
      ...probed,
      check ? `${watch} ${CHECK} ${entry} 2>&1 | tail -n 1` : tests(failing),
      `echo failing; cat ${OWN}/hits; rm -f ${OWN}/hits`,
      ...(passing.length > 0 ? [tests(passing)] : []),
      `echo passing; cat ${OWN}/hits`,
    ].join('\n'),
  )
  const [, failingHits = '', passingHits = ''] = observation.split(/^(?:failing|passing)$/m)
  const works = /^example: as expected$/m.test(observation)
  const hasCheck = check !== undefined && !works
  const evidence: Evidence = {
    failures: survey.failures,
    words: report.words,
    messages: messagesOf(survey, report),
    failing: orNothing(parseProbe(works ? '' : failingHits)),
    passing: orNothing(parseProbe(passingHits)),
    weighed,
  }
  return { candidates, evidence, hasCheck }
}

export interface Localised {
  readonly candidates: readonly Candidate[]
  readonly evidence: Evidence
  readonly hasCheck: boolean
}

const orNothing = (probe: ProbeResult) => (probe.reached.size > 0 ? probe : undefined)
const escapePattern = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

function messagesOf({ failures }: Survey, { example }: BugReport): string {
  const reported = example ? [example.expected, example.actual] : []
  return [...failures.map(({ message }) => message), ...reported].join('\n')
}
