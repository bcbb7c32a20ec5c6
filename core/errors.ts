/**
 * The flat error set: one class per boundary a failure crossed. Messages read
 * `Cannot <verb> <thing>: <reason> (<what to do>)`.
 */

/** Something the user wrote or chose is wrong: flags, options, task files, env files. Never retried. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}
/** The environment's own code threw. */
export class EnvError extends Error {
  override readonly name = 'EnvError'
}
/** `step()` was called where only `reset()` is allowed. */
export class ResetNeededError extends Error {
  override readonly name = 'ResetNeededError'
}
/** The machinery that runs an agent's code failed: never the agent's code itself. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError'
}
/** A model server or sampler failed. */
export class ModelError extends Error {
  override readonly name = 'ModelError'
}
/** A judge call failed: the part it scores is unscored. */
export class JudgeError extends Error {
  override readonly name = 'JudgeError'
}
/** The agent's own program threw (not: the policy acted badly). */
export class AgentError extends Error {
  override readonly name = 'AgentError'
}
/** A reward term threw or returned something that is not a number. */
export class RewardError extends Error {
  override readonly name = 'RewardError'
}
/** A recording does not match what is being replayed. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError'
}
/** A deadline passed. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError'
}

export const errorClasses = [
  'ConfigError',
  'EnvError',
  'ResetNeededError',
  'SandboxError',
  'ModelError',
  'JudgeError',
  'AgentError',
  'RewardError',
  'ReplayError',
  'DeadlineError',
] as const

/** Their constructors, by name. */
export const errorTypes = {
  ConfigError,
  EnvError,
  ResetNeededError,
  SandboxError,
  ModelError,
  JudgeError,
  AgentError,
  RewardError,
  ReplayError,
  DeadlineError,
} satisfies Record<ErrorClass, new (message: string, options?: ErrorOptions) => Error>

/** Which boundary a failure crossed. */
export type ErrorClass = (typeof errorClasses)[number]

/**
 * The class of anything thrown. An error of ours keeps its class (also across module copies and
 * threads: it is read from `name`); everything else belongs to the boundary it was caught at.
 */
export function classifyError(error: unknown, boundary: ErrorClass): ErrorClass {
  const name = isErrorLike(error) ? error.name : undefined
  return errorClasses.find((known) => known === name) ?? boundary
}

/** The one-line message of anything thrown. */
export function messageOf(error: unknown): string {
  return isErrorLike(error) ? error.message : String(error)
}

/** An Error of any realm: `instanceof` knows those of this one only. */
export function isErrorLike(error: unknown): error is Error {
  return (
    typeof error === 'object' &&
    error !== null &&
    'name' in error &&
    typeof error.name === 'string' &&
    'message' in error &&
    typeof error.message === 'string'
  )
}
