import type { Json, Trajectory } from '../../../core/index.ts'
import { normalizeMessage } from './normalize.ts'

/** What was tried in one episode beside its task, as the env tells it. */
export interface EpisodeIntegrity {
  /** Whether the env looks for such things at all. */
  readonly isWatched: boolean
  /** Each once. */
  readonly kinds: readonly string[]
  readonly findings: readonly string[]
}

/** Reads `integrity` of each turn's `info` and of `finalInfo`. */
export function integrityOf({ turns, finalInfo, outcome }: Trajectory): EpisodeIntegrity {
  // As in the summary: what came before the infrastructure failed is not counted.
  const infos = outcome.status === 'failed' ? [] : [...turns.map(({ info }) => info), finalInfo]
  const said = infos.flatMap((info) => info?.['integrity'] ?? [])
  const lines = infos.flatMap((info) => findingsOf(info?.['integrity']))
  return {
    isWatched: said.length > 0 || infos.some((info) => info?.['integrity'] !== undefined),
    kinds: [...new Set(lines.map(kindOf))],
    findings: [...new Set(lines.map(normalizeMessage))],
  }
}

const KIND = /^([a-z][a-z -]{2,40}): /

/** `<kind>: <what>`; others speak for themselves. */
function kindOf(line: string): string {
  return KIND.exec(line)?.[1] ?? normalizeMessage(line)
}

/** A list of findings, each a text or an object that names itself; or findings by name. */
function findingsOf(integrity: Json | undefined): string[] {
  if (typeof integrity === 'string') return [integrity]
  if (typeof integrity !== 'object' || integrity === null) return []
  if (Array.isArray(integrity)) return integrity.flatMap((finding: Json) => nameOf(finding) ?? [])
  return Object.entries(integrity).flatMap(([name, found]) => (found ? [name] : []))
}

const namingFields = ['kind', 'rule', 'name', 'type', 'message'] as const

function nameOf(finding: Json): string | null {
  if (typeof finding === 'string') return finding
  if (typeof finding !== 'object' || finding === null) return null
  const fields = finding as Readonly<Record<string, Json | undefined>>
  const name = namingFields.map((field) => fields[field]).find((value) => typeof value === 'string')
  return typeof name === 'string' ? name : JSON.stringify(finding)
}
