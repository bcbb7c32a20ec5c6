import type {
  Completed,
  EnvSpec,
  ErrorClass,
  Failed,
  Initial,
  Json,
  Outcome,
  Score,
  TaskInfo,
  Timings,
  Trajectory,
  Turn,
} from '../../../core/index.ts'

/** A stored trajectory as it can be used, whichever version wrote it. */
export interface OpenedTrajectory {
  readonly trajectory: Trajectory
  /** Fields that were not there, or not what they are today, and are empty now. */
  readonly missing: readonly string[]
}

type Fields = Readonly<Record<string, unknown>>

/** @throws Error with the reason where there is no episode in the value. */
export function openTrajectory(value: unknown): OpenedTrajectory {
  if (!isRecord(value)) throw new Error('it is not an object')
  const { id, turns, outcome } = value
  if (typeof id !== 'string') throw new Error('it has no id')
  if (!Array.isArray(turns)) throw new Error('it has no turns')
  const missing = new Set<string>()
  const fill = <T>(name: string, isThere: (field: unknown) => boolean, fallback: T): T => {
    if (isThere(value[name])) return value[name] as T
    missing.add(name)
    return fallback
  }
  const trajectory: Trajectory = {
    ...(value as unknown as Trajectory),
    env: envOf(value['env'], missing),
    agent: fill('agent', isText, 'unknown'),
    task: fill<TaskInfo | null>('task', (field) => field === null || isTask(field), null),
    seed: fill('seed', isNumber, 0),
    group: fill('group', isText, id),
    initial: fill<Initial>('initial', isRecord, { observation: null, info: {}, signals: null }),
    decisions: fill('decisions', (field) => Array.isArray(field) && field.every(isRecord), []),
    turns: turns.map((turn, index) => turnOf(turn, index, missing)),
    finalSignals: fill('finalSignals', (field) => field === null || isRecord(field), null),
    outcome: outcomeOf(outcome, missing),
    timings: timingsOf(value['timings'], missing),
    attempts: fill('attempts', isNumber, 1),
    versions: fill('versions', isRecord, {}),
  }
  if (!isRecord(trajectory.initial.info)) {
    return {
      trajectory: { ...trajectory, initial: { ...trajectory.initial, info: {} } },
      missing: [...missing],
    }
  }
  return { trajectory, missing: [...missing] }
}

function turnOf(value: unknown, index: number, missing: Set<string>): Turn {
  const turn = isRecord(value) ? value : {}
  const has = (name: string, isThere: boolean) => {
    if (!isThere) missing.add(`turns.${name}`)
    return isThere
  }
  const whole = [
    has('action', 'action' in turn),
    has('observation', 'observation' in turn),
    has('signals', turn['signals'] === null || isRecord(turn['signals'])),
    has('reward', isNumber(turn['reward'])),
    has('rewards', isRecord(turn['rewards'])),
    has('durationMs', isNumber(turn['durationMs'])),
    has('decision', isNumber(turn['decision'])),
  ].every((isThere) => isThere)
  if (whole) return turn as unknown as Turn
  return {
    decision: index,
    action: null,
    observation: null,
    terminated: false,
    truncated: false,
    ...(turn as unknown as Partial<Turn>),
    index,
    signals: isRecord(turn['signals']) ? (turn['signals'] as Turn['signals']) : null,
    reward: isNumber(turn['reward']) ? turn['reward'] : 0,
    rewards: isRecord(turn['rewards']) ? (turn['rewards'] as Turn['rewards']) : {},
    durationMs: isNumber(turn['durationMs']) ? turn['durationMs'] : 0,
  }
}

function envOf(value: unknown, missing: Set<string>): EnvSpec {
  const env = isRecord(value) ? value : {}
  if (isText(env['id']) && isRecord(env['reward']) && isNumber(env['rewardThreshold'])) {
    return env as unknown as EnvSpec
  }
  missing.add('env')
  return {
    options: null,
    maxEpisodeSteps: 0,
    wrappers: [],
    ...(env as Partial<EnvSpec>),
    id: isText(env['id']) ? env['id'] : 'unknown',
    reward: isRecord(env['reward'])
      ? (env['reward'] as unknown as EnvSpec['reward'])
      : { preset: null, term: { kind: 'custom', name: 'unknown' } },
    rewardThreshold: isNumber(env['rewardThreshold']) ? env['rewardThreshold'] : 1,
  }
}

const phases: readonly (keyof Timings)[] = ['setupMs', 'agentMs', 'envMs', 'gradingMs']

function timingsOf(value: unknown, missing: Set<string>): Timings {
  const given = isRecord(value) ? value : {}
  if (phases.every((phase) => isNumber(given[phase]))) return given as unknown as Timings
  missing.add('timings')
  const at = (phase: keyof Timings) => (isNumber(given[phase]) ? given[phase] : 0)
  return {
    setupMs: at('setupMs'),
    agentMs: at('agentMs'),
    envMs: at('envMs'),
    gradingMs: at('gradingMs'),
  }
}

/** What it says of the end, as far as that can be read; what has no reward is unscored, for reasons unknown. */
function outcomeOf(value: unknown, missing: Set<string>): Outcome {
  const outcome = isRecord(value) ? value : {}
  const { status, error, phase, ended, parts, turns, reward } = outcome as Fields
  if (status === 'failed') {
    const said = isRecord(error) ? error : {}
    if (!isText(said['class']) || !isText(said['message'])) missing.add('outcome.error')
    return {
      ...(outcome as unknown as Failed),
      phase: isText(phase) ? (phase as Failed['phase']) : 'turn',
      error: {
        ...(said as unknown as Failed['error']),
        class: isText(said['class']) ? (said['class'] as ErrorClass) : UNKNOWN,
        message: isText(said['message']) ? said['message'] : 'no reason is stored',
      },
    }
  }
  const whole = [
    status === 'completed',
    ended === 'terminated' || ended === 'truncated',
    isRecord(parts) && Object.values(parts).every(isScores),
    isScores(turns),
    isScore(reward),
  ]
  if (whole.every((isThere) => isThere)) return outcome as unknown as Outcome
  missing.add('outcome')
  return {
    status: 'completed',
    ended: ended === 'terminated' ? ended : 'truncated',
    parts: isRecord(parts)
      ? (Object.fromEntries(
          Object.entries(parts).filter(([, scores]) => isScores(scores)),
        ) as unknown as Completed['parts'])
      : {},
    turns: isScores(turns) ? turns : [],
    reward: isScore(reward) ? reward : { status: 'unscored', cause: UNKNOWN },
  }
}

function isScore(value: unknown): value is Score {
  if (!isRecord(value)) return false
  if (value['status'] === 'scored') return isNumber(value['value'])
  return value['status'] === 'unscored' && isText(value['cause'])
}

const isScores = (value: unknown): value is readonly Score[] =>
  Array.isArray(value) && value.every(isScore)

/** Not a class of errors: the record does not say one. */
const UNKNOWN = 'unknown' as ErrorClass
const isTask = (value: unknown): value is TaskInfo => isRecord(value) && isText(value['id'])
const isText = (value: unknown): value is string => typeof value === 'string'
const isNumber = (value: unknown): value is number => typeof value === 'number'
const isRecord = (value: unknown): value is Fields & Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
