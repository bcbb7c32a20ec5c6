import { type Distances, distancesFrom, ownersOf } from './calls.ts'
import type { Candidate } from './candidate.ts'
import type { Evidence } from './evidence.ts'
import { learnUsage, type Usage } from './natural.ts'
import { indexPlaces, type Places } from './places.ts'
import { GAINS, LOSES, type ProbedRuns, THROWS, TO_NOTHING } from './probe-runtime.ts'
import { shapeOf } from './shape.ts'
import type { Source } from './source.ts'

/** What speaks for a candidate, by name; a name that is missing is 0. */
export type Features = Readonly<Record<string, number>>

interface Knowledge {
  readonly evidence: Evidence
  readonly places: ReadonlyMap<Source, Places>
  readonly distances: Distances
  readonly usage: Usage
  /** Candidates at the same place. */
  readonly crowd: ReadonlyMap<string, number>
}

/** Describes each candidate; undefined where it cannot matter to what fails. */
export function describeCandidates(
  candidates: readonly Candidate[],
  evidence: Evidence,
): readonly (Features | undefined)[] {
  const sources = [...new Set(candidates.map(({ source }) => source))]
  const crowd = new Map<string, number>()
  for (const candidate of candidates) {
    crowd.set(crowdKey(candidate), (crowd.get(crowdKey(candidate)) ?? 0) + 1)
  }
  const knowledge: Knowledge = {
    evidence,
    places: new Map(sources.map((source) => [source, indexPlaces(source, evidence)])),
    distances: distancesFrom(evidence.code, sources),
    usage: learnUsage(evidence.texts),
    crowd,
  }
  return candidates.map((candidate, id) => {
    const runs = runFeatures(id, evidence)
    return (
      runs && { ...runs, ...codeFeatures(candidate, knowledge), ...valueFeatures(id, evidence) }
    )
  })
}

const crowdKey = ({ source, kind, start, end }: Candidate) =>
  `${source.file}:${kind}:${start}:${end}`

/** Which runs a candidate has to do with. */
function runFeatures(id: number, evidence: Evidence): Record<string, number> | undefined {
  const { failing, passing, outside, weighed, siteOf } = evidence
  if (failing.length === 0) return {}
  const site = siteOf.get(id)
  const isWeighed = weighed.has(id)
  const reaches = ({ reached }: ProbedRuns) => (site === undefined ? 0 : (reached[site] ?? 0))
  const matters = (runs: ProbedRuns) => {
    if (!isWeighed) return reaches(runs)
    const threw = site === undefined ? 0 : (runs.threw[site] ?? 0)
    return Math.min(runs.runs, (runs.differing[id] ?? 0) + threw)
  }
  const isOutside = outside.some((runs) => matters(runs) > 0)
  const failed = sumOf(failing, matters)
  if (failed === 0 && !isOutside) return undefined
  const passed = sumOf(passing, matters)
  const ran = sumOf(failing, ({ runs }) => runs)
  const ranPassing = sumOf(passing, ({ runs }) => runs)
  const passedShare = passed / Math.max(1, ranPassing)
  const share = failed / ran
  const ochiai = failed / Math.sqrt(ran * (failed + passed) || 1)
  const sort = isWeighed ? 'weighed' : 'reached'
  return {
    [sort]: 1,
    [`${sort}, all failing`]: share === 1 ? 1 : 0,
    [`${sort}, share of failing`]: share,
    [`${sort}, no passing`]: passed === 0 ? 1 : 0,
    [`${sort}, log of passing`]: Math.log1p(passed),
    [`${sort}, share of passing`]: passedShare,
    [`${sort}, ochiai`]: ochiai,
    ...(failed === 0 ? { 'only outside': 1 } : {}),
    ...(isWeighed ? { 'log of reaching passing': Math.log1p(sumOf(passing, reaches)) } : {}),
  }
}

const sumOf = (all: readonly ProbedRuns[], of: (runs: ProbedRuns) => number) =>
  all.reduce((sum, runs) => sum + of(runs), 0)

/** What the code says. */
function codeFeatures(
  candidate: Candidate,
  { evidence, places, distances, usage, crowd }: Knowledge,
): Record<string, number> {
  const { source, start, kind, oddness } = candidate
  const place = places.get(source)
  const around = source.nodes.findLast(({ node }) => node.start <= start && start < node.end)
  const owners = ownersOf(around ? [around.node, ...around.parents] : [])
  const away = Math.min(...owners.map((name) => distances.get(name) ?? 9))
  const nearest = Math.min(4, distances.get(owners[0] ?? '') ?? 4)
  const { pairs, triples } = usage.gainOf(candidate)
  const group = kind.replace(/ .*/, '')
  return {
    [`kind ${kind}`]: 1,
    'log of oddness': Math.log(oddness),
    [`log of oddness, ${group}`]: Math.log(oddness),
    crowd: Math.log(crowd.get(crowdKey(candidate)) ?? 1),
    stack: place?.stackAt(start) ?? 0,
    guard: place?.guardsMessage(start) ? 1 : 0,
    thrown: place?.throwsMessage(start) ? 1 : 0,
    named: owners.some((name) => evidence.words.has(name)) ? 1 : 0,
    [`calls away ${Math.min(3, away)}`]: 1,
    [`nearest function ${nearest}`]: 1,
    'usage of pairs': pairs,
    'usage of triples': triples,
    [`usage of pairs, ${group}`]: pairs,
    ...shapeOf(candidate, around),
  }
}

/** Whether the other value is what was expected, or the one there was is what was seen. */
function valueFeatures(id: number, { failing }: Evidence): Record<string, number> {
  const flags = failing.reduce((all, runs) => all | (runs.flags[id] ?? 0), 0)
  const has = (flag: number) => (flags & flag ? 1 : 0)
  return {
    'value gained': has(GAINS),
    'value lost': has(LOSES),
    'value both': has(GAINS) * has(LOSES),
    'came to nothing': has(TO_NOTHING),
    threw: has(THROWS),
  }
}
