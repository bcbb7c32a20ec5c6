import { ConfigError } from '../../../../core/index.ts'
import type { Sandbox } from '../../../../sandboxes/index.ts'
import type { SandboxOpener, SandboxPlace } from '../../workspace.ts'
import { putArtifacts, takeArtifacts } from './artifacts.ts'
import { packFolder } from './folder-tree.ts'
import { awaitHealth } from './healthcheck.ts'
import { changedStartFiles, endProcesses, planted, startFiles } from './look.ts'
import { openBox, prepareBox } from './open-box.ts'
import type { HarborTask } from './read-task.ts'
import { assertPlayable } from './requirements.ts'
import { resolveVariables } from './template.ts'
import { type HarborGrade, NoReward, nothing, verify } from './verify.ts'

/** A Harbor task that is being played. */
export interface HarborEpisode {
  readonly task: HarborTask
  /** Where the agent works; whoever opened the episode closes it. */
  readonly sandbox: Sandbox
  readonly workdir: string
  /** Variables of every command of the agent. */
  readonly env: Readonly<Record<string, string>>
  /** What is not as the task says, each a sentence without a full stop. */
  readonly notes: readonly string[]
  readonly grading: Grading
}

interface Grading {
  readonly place: SandboxPlace
  readonly open: SandboxOpener | undefined
  readonly verifierEnv: Readonly<Record<string, string>>
  /** As they were before the agent. */
  readonly startFiles: ReadonlyMap<string, string>
}

export interface OpenHarborOptions {
  readonly open?: SandboxOpener | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Opens the environment of a task, without its tests and its solution.
 * @throws ConfigError, before anything is opened, for a task that no sandbox of that kind can play.
 */
export async function openHarbor(
  task: HarborTask,
  place: SandboxPlace,
  { open, signal }: OpenHarborOptions = {},
): Promise<HarborEpisode> {
  assertPlayable(task, place.kind ?? 'auto')
  const { environment, agent, verifier, info } = task
  const verifierEnv = resolveVariables(verifier.env, process.env, info.id)
  const common = { task, place, open, signal }
  if (verifier.environment) {
    const { environment, network } = verifier
    await prepareBox({ ...common, environment, network })
  }
  const box = await openBox({ ...common, environment, network: agent.network })
  try {
    await awaitHealth(task, box, signal)
    return {
      task,
      sandbox: box.sandbox,
      workdir: box.sandbox.workdir,
      env: box.env,
      notes: [...box.notes, ...userNotes(task)],
      grading: { place, open, verifierEnv, startFiles: await startFiles(box.sandbox, signal) },
    }
  } catch (error) {
    await box.sandbox.close()
    throw error
  }
}

/** The shell commands of the task's own solution, which is put into the sandbox for them alone. */
export async function solveHarbor({ task, sandbox }: HarborEpisode): Promise<readonly string[]> {
  if (task.solution === undefined) {
    throw new ConfigError(
      `Cannot solve task ${task.info.id}: it has no solution (add solution/solve.sh)`,
    )
  }
  await sandbox.remove('/solution')
  await sandbox.putTar(await packFolder(task.solution), '/solution')
  return ['bash /solution/solve.sh']
}

/**
 * Judges what the agent left, by the verifier of the task.
 *
 * Where the task has no environment for it, the agent's own sandbox is judged, as Harbor does. Its processes are
 * ended first, planted rewards and tests are removed and named, and `PATH` and the shell are as they were in the
 * beginning. What cannot be told from honest work stays: programs and libraries in folders that the agent may write to
 * (a patched interpreter, a package in the home folder), and what the tests themselves run of the agent's code, which has
 * their rights: it can write the reward. Changed start files and what outlives the tests are named. A task whose tests
 * run such code should set `environment_mode = "separate"`, and there keep the reward from it.
 *
 * A verifier that gives no reward for what the agent left, and one where nobody did anything, was kept from it by the
 * agent (a script of its own without end, say): that is worth nothing.
 * @throws EnvError when the verifier gives no reward there either: the episode is unscored.
 */
export async function gradeHarbor(
  episode: HarborEpisode,
  signal?: AbortSignal,
): Promise<HarborGrade> {
  try {
    return await gradeOnce(episode, signal)
  } catch (error) {
    if (!(error instanceof NoReward && (await isPaidUntouched(episode, signal)))) throw error
    const [, reason = error.message] = /: (.*)$/s.exec(error.message) ?? []
    return nothing([`the verifier was kept from giving a reward: ${reason}`])
  }
}

async function isPaidUntouched(
  { task, grading: { place, open } }: HarborEpisode,
  signal?: AbortSignal,
): Promise<boolean> {
  const untouched = await openHarbor(task, place, { open, signal })
  try {
    await gradeOnce(untouched, signal)
    return true
  } catch (error) {
    if (error instanceof NoReward) return false
    throw error
  } finally {
    await untouched.sandbox.close()
  }
}

async function gradeOnce(episode: HarborEpisode, signal?: AbortSignal): Promise<HarborGrade> {
  const { task, sandbox, env, grading } = episode
  const collected = await collect(episode, signal)
  const integrity = await integrityOf(episode, signal)
  const grade = task.verifier.environment
    ? await verifyApart(episode, signal)
    : await verify({ task, sandbox, env: { ...env, ...grading.verifierEnv }, signal })
  return {
    ...grade,
    integrity: [...integrity, ...grade.integrity],
    output: collected + grade.output,
  }
}

async function integrityOf(
  { sandbox, grading }: HarborEpisode,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const ended = await endProcesses(sandbox, signal)
  const found = await planted(sandbox, signal)
  const changed = await changedStartFiles(sandbox, grading.startFiles, signal)
  return [
    ...ended.map((name) => `a process of the agent ran on and was ended: ${name}`),
    ...found.map((path) => `${path} was there before the verifier`),
    ...changed.map((path) => `a start file or program was put in place: ${path}`),
  ]
}

/** Hooks of a verifier of its own, in the agent's box, where its processes still run. */
async function collect(
  { task, sandbox, env }: HarborEpisode,
  signal?: AbortSignal,
): Promise<string> {
  if (!task.verifier.environment) return ''
  let output = ''
  for (const { command, timeoutMs } of task.verifier.collect) {
    const result = await sandbox.exec(command, { env, timeoutMs, signal })
    if (result.exitCode === 0) continue
    output += `[collecting ended with exit code ${result.exitCode}: ${command}]\n${result.stdout}${result.stderr}\n`
  }
  return output
}

async function verifyApart(
  { task, sandbox, grading }: HarborEpisode,
  signal?: AbortSignal,
): Promise<HarborGrade> {
  const { verifier, artifacts } = task
  const { place, open, verifierEnv } = grading
  const taken = await takeArtifacts(sandbox, artifacts, signal)
  const environment = verifier.environment ?? task.environment
  const own = { task, environment, network: verifier.network, fresh: true }
  const box = await openBox({ ...own, place, open, signal })
  try {
    await putArtifacts(box.sandbox, taken)
    const env = { ...box.env, ...verifierEnv }
    const grade = await verify({ task, sandbox: box.sandbox, env, signal })
    return { ...grade, integrity: [...taken.refused, ...grade.integrity] }
  } finally {
    await box.sandbox.close()
  }
}

function userNotes({ agent, verifier }: HarborTask): readonly string[] {
  const users = Object.entries({ agent: agent.user, verifier: verifier.user })
  return users
    .filter(([, user]) => user !== undefined)
    .map(([role, user]) => `the ${role} runs as an ordinary user, not as ${user}`)
}
