import { isSameElement, isSameUrl } from './match-target.ts'
import { valueScore } from './match-value.ts'

/** A tool call, of whatever env. */
export type ToolAction = { readonly tool: string; readonly [argument: string]: unknown }

export interface MatchOptions {
  /** Pixels that a point may be off (default 24). */
  readonly tolerance?: number
  /** ROUGE-L that a longer text must reach to count at all (default 0.75). */
  readonly valueGate?: number
}

/** How an action compares with the recorded one: each level counts only where those before it hold. */
export interface ActionMatch {
  readonly type: boolean
  /** The element, place or address; true where the tool has none. */
  readonly target: boolean
  /** In [0, 1]; 1 where the tool takes none. */
  readonly value: number
  /** All of it, in [0, 1]; 1 for the recorded action itself. */
  readonly score: number
  /** Whether the episode may go on as recorded: no level failed, and every long text passed its gate. */
  readonly isMatch: boolean
}

export const TYPE_WEIGHT = 0.3

/** What the env takes for said where it is not. */
const DEFAULTS: Readonly<Record<string, unknown>> = { button: 'left', submit: false, dx: 0 }
const REFS = ['ref', 'from', 'to']
const POINTS = [
  ['x', 'y'],
  ['from_x', 'from_y'],
  ['to_x', 'to_y'],
] as const
const PLACES = ['url', 'tab', 'points']
const TARGETS = new Set([...REFS, ...POINTS.flat(), ...PLACES])

const NOTHING: ActionMatch = { type: false, target: false, value: 0, score: 0, isMatch: false }

/**
 * Compares an action with the recorded one, in the observation that both were chosen in: first the tool, then
 * the target, then the value. A tool without a target or a value is judged by what it has. The hierarchy is that
 * of Shop-R1; weights, word limit and gate are ours (the paper's own gate was not confirmed).
 */
export function matchAction(
  predicted: ToolAction,
  gold: ToolAction,
  observation: string,
  { tolerance = 24, valueGate = 0.75 }: MatchOptions = {},
): ActionMatch {
  if (predicted.tool !== gold.tool) return NOTHING
  const [mine, theirs] = [focused(predicted, observation), focused(gold, observation)]
  const names = argumentsOf(mine, theirs)
  const targets = names.filter((name) => TARGETS.has(name))
  const target = isSameTarget(mine, theirs, { targets, observation, tolerance })
  const values = names
    .filter((name) => !TARGETS.has(name))
    .map((name) =>
      target ? valueScore(argument(mine, name), argument(theirs, name), valueGate) : 0,
    )
  const value = target ? mean(values) : 0
  const levels = [
    ...(targets.length > 0 ? [Number(target)] : []),
    ...(values.length > 0 ? [value] : []),
  ]
  const score = TYPE_WEIGHT + (1 - TYPE_WEIGHT) * mean(levels)
  return { type: true, target, value, score, isMatch: target && values.every((each) => each > 0) }
}

/** A key that is pressed goes to what has the focus, said or not. */
function focused(action: ToolAction, observation: string): ToolAction {
  if (action.tool !== 'press' || action['ref'] !== undefined) return action
  const ref = /^Focused: (e\d+) /m.exec(observation)?.[1]
  return ref === undefined ? action : { ...action, ref }
}

interface Targets {
  readonly targets: readonly string[]
  readonly observation: string
  readonly tolerance: number
}

function isSameTarget(
  predicted: ToolAction,
  gold: ToolAction,
  { targets, observation, tolerance }: Targets,
): boolean {
  const isNear = (xName: string, yName: string) => {
    const [px, py, gx, gy] = [predicted[xName], predicted[yName], gold[xName], gold[yName]]
    return Math.hypot(Number(px) - Number(gx), Number(py) - Number(gy)) <= tolerance
  }
  const isSame = (name: string): boolean => {
    const [mine, theirs] = [predicted[name], gold[name]]
    const point = POINTS.find((pair) => (pair as readonly string[]).includes(name))
    if (point) return isNear(point[0], point[1])
    if (REFS.includes(name) && typeof mine === 'string' && typeof theirs === 'string') {
      return isSameElement(observation, mine, theirs)
    }
    if (name === 'url' && typeof mine === 'string' && typeof theirs === 'string') {
      return isSameUrl(mine, theirs)
    }
    if (name === 'points') return haveSameEnds(mine, theirs, tolerance)
    return valueScore(mine, theirs, 1) === 1
  }
  return targets.every(isSame)
}

/** A stroke is known by where it begins and ends. */
function haveSameEnds(mine: unknown, theirs: unknown, tolerance: number): boolean {
  if (!Array.isArray(mine) || !Array.isArray(theirs)) return false
  return [0, -1].every((at) => {
    const [[px, py] = [], [gx, gy] = []] = [mine.at(at), theirs.at(at)] as readonly number[][]
    return Math.hypot(Number(px) - Number(gx), Number(py) - Number(gy)) <= tolerance
  })
}

/** Of both: an argument too many is a mistake, too. */
const argumentsOf = (...actions: readonly ToolAction[]): readonly string[] => {
  const names = new Set(actions.flatMap((action) => Object.keys(action)))
  return [...names].filter(
    (name) =>
      name !== 'tool' && actions.some((action) => argument(action, name) !== DEFAULTS[name]),
  )
}

const argument = (action: ToolAction, name: string) => action[name] ?? DEFAULTS[name]

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 1 : values.reduce((sum, value) => sum + value, 0) / values.length

/** What has the form of a tool call. */
export const isToolAction = (value: unknown): value is ToolAction =>
  typeof value === 'object' && value !== null && 'tool' in value && typeof value.tool === 'string'
