import type { AnyNode } from 'acorn'
import type { Rng } from '../../../core/index.ts'
import { isFunction, type ParsedSource } from '../bugs/index.ts'
import { bestCase, type Candidate, type Case, failingOf, isJudgedUnseen } from './candidates.ts'
import { combine, type Part } from './mutants.ts'
import type { Bench } from './repository.ts'
import { idOf, type ScannedTest } from './run-tests.ts'
import { scanMany } from './scan-many.ts'

const kinds = { 2: 'two-site', 3: 'three-site' } as const

export interface CompositeOptions {
  readonly sites: 2 | 3
  readonly wanted: number
  readonly concurrency: number
  readonly rng: Rng
}

/** Groups are tried in batches, so that no more are than are needed. */
const BATCH = 8
/** A library may have few bugs that go together. */
const TRIES_PER_BUG = 5

/**
 * Bugs of two or three places in different functions. Each is needed: with any one put back some
 * test still fails, and each place shows in a test of its own.
 */
export async function compositesOf(
  bench: Bench,
  singles: readonly Candidate[],
  { sites, wanted, concurrency, rng }: CompositeOptions,
): Promise<Candidate[]> {
  const groups = groupsOf(bench, rng.shuffle(singles), sites).slice(0, wanted * TRIES_PER_BUG)
  const found: Candidate[] = []
  for (let at = 0; at < groups.length && found.length < wanted; at += BATCH) {
    const batch = groups.slice(at, at + BATCH)
    // With two places, what is left when one is put back is a bug that was scanned before.
    const unknown = batch.flatMap((group) => [group, ...(sites > 2 ? restsOf(group) : [])])
    const texts = unknown.map((group) => combine(kinds[sites], bench.repository.files, group).texts)
    const scanned = await scanMany(bench, texts, concurrency)
    const failings = scanned.map((tests) => failingOf(bench, tests ?? []))
    const size = sites > 2 ? sites + 1 : 1
    batch.forEach((group, index) => {
      const [failing, ...rests] = failings.slice(index * size, (index + 1) * size)
      const left = sites > 2 ? rests : restsOf(group).map(([one]) => one?.failing)
      const candidate = failing && compositeOf(bench, group, sites, failing, left)
      if (candidate) found.push(candidate)
    })
  }
  return found.slice(0, wanted)
}

/** What is left of a group when one of it is put back, for each. */
function restsOf(group: readonly Candidate[]): Candidate[][] {
  return group.map((one) => group.filter((other) => other !== one))
}

function compositeOf(
  bench: Bench,
  group: readonly Candidate[],
  sites: 2 | 3,
  failing: readonly ScannedTest[],
  left: readonly (readonly ScannedTest[] | undefined)[],
): Candidate | undefined {
  const known = new Set(failing.map(idOf))
  if (!left.every((tests) => tests?.some((test) => known.has(idOf(test))))) return undefined
  const cases = group.flatMap((one): Case[] => {
    const own = ownTests(group, one)
    const shown = bestCase(
      bench,
      failing.filter((test) => own.has(idOf(test))),
    )
    return shown?.example ? [shown] : []
  })
  if (cases.length < group.length || !isJudgedUnseen(bench, failing, cases)) return undefined
  const mutant = combine(kinds[sites], bench.repository.files, group)
  return { ...mutant, failing, level: 4, cases }
}

/** Tests that only this one of the bugs fails. */
function ownTests(group: readonly Candidate[], one: Candidate): ReadonlySet<string> {
  const others = new Set(
    group.filter((other) => other !== one).flatMap(({ failing }) => failing.map(idOf)),
  )
  return new Set(one.failing.map(idOf).filter((id) => !others.has(id)))
}

/** Bugs that go together, each in as few groups as possible. */
function groupsOf(bench: Bench, singles: readonly Candidate[], sites: 2 | 3): Candidate[][] {
  const groups: Candidate[][] = []
  const uses = new Map<Candidate, number>()
  for (let round = 0; round < sites; round++) {
    for (const first of singles) {
      if ((uses.get(first) ?? 0) > round) continue
      const group = [first]
      for (const other of singles) {
        if (group.length === sites) break
        if ((uses.get(other) ?? 0) > round || group.includes(other)) continue
        if (group.every((member) => goTogether(bench, member, other))) group.push(other)
      }
      if (group.length < sites || group.some((one) => ownTests(group, one).size === 0)) continue
      groups.push(group)
      for (const member of group) uses.set(member, (uses.get(member) ?? 0) + 1)
    }
  }
  return groups
}

/** In different functions, and neither hides behind the other's failing tests. */
function goTogether(bench: Bench, a: Candidate, b: Candidate): boolean {
  const [ours] = a.parts
  const [theirs] = b.parts
  if (!ours || !theirs || a === b) return false
  if (functionAround(bench.sources, ours) === functionAround(bench.sources, theirs)) return false
  const overlap =
    ours.file === theirs.file &&
    ours.site.start <= theirs.site.end &&
    theirs.site.start <= ours.site.end
  if (overlap) return false
  const [left, right] = [a, b].map(({ failing }) => new Set(failing.map(idOf)))
  if (!left || !right) return false
  const isNested = [...left].every((id) => right.has(id)) || [...right].every((id) => left.has(id))
  return !isNested && new Set([...left, ...right]).size <= bench.ids.length / 2
}

/** The innermost function or method that holds a place, by file and offset. */
export function functionAround(sources: readonly ParsedSource[], { file, site }: Part): string {
  const source = sources.find((other) => other.file === file)
  let innermost: AnyNode | undefined
  for (const { node, parents } of source?.nodes ?? []) {
    const isOwn = isFunction(node) && parents[0]?.type !== 'CallExpression'
    if (isOwn && node.start <= site.start && site.end <= node.end) innermost = node
  }
  return `${file}:${innermost?.start ?? 'module'}`
}
