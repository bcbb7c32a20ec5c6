import { ConfigError } from '../../../../core/index.ts'
import {
  chooseSandbox,
  type SandboxChoice,
  type SandboxKind,
  type SandboxNeeds,
} from '../../../../sandboxes/index.ts'
import type { HarborNetwork, HarborTask } from './read-task.ts'
import { isWithin } from './writable.ts'

/**
 * Tells where a task is played: `auto` takes docker, because an environment of Harbor is an image.
 * @throws ConfigError where the kind cannot give what the task needs.
 */
export async function chooseHarborSandbox(
  kind: SandboxKind,
  task: HarborTask,
): Promise<SandboxChoice> {
  const needs = needsOf(task, task.agent.network)
  if (kind === 'virtual' || kind === 'process') {
    throw new ConfigError(
      `Cannot play task ${task.info.id} in a ${kind} sandbox: its verifier needs /tests, /logs and real processes (use docker or bubblewrap)`,
    )
  }
  if (kind === 'bubblewrap') return chooseSandbox({ kind, needs })
  return chooseSandbox({ kind, needs, image: task.info.id })
}

/**
 * What a sandbox of the task must have.
 * @throws ConfigError for a list of hosts: a sandbox has no network, or an open one.
 */
export function needsOf({ info }: HarborTask, network: HarborNetwork): SandboxNeeds {
  if (network.mode === 'hosts' && network.hosts.length > 0) {
    throw new ConfigError(
      `Cannot play task ${info.id}: it asks for ${network.hosts.join(', ')} alone, and a sandbox has no network or an open one (set network_mode to "no-network" or "public" in task.toml)`,
    )
  }
  return { processes: true, network: network.mode === 'public' }
}

/** @throws ConfigError for what no sandbox of ours can hold, before anything is opened. */
export function assertPlayable(task: HarborTask, kind: string): void {
  const { info, environment, agent, verifier, artifacts } = task
  const refuse = (reason: string, advice: string): never => {
    throw new ConfigError(`Cannot play task ${info.id}: ${reason} (${advice})`)
  }
  if (kind === 'process' || kind === 'virtual') {
    refuse(
      `a ${kind} sandbox has no /tests and /logs of its own`,
      'use --sandbox docker or bubblewrap',
    )
  }
  for (const { source, gpus } of [environment, verifier.environment ?? environment]) {
    if (source.kind === 'compose') {
      refuse('it is made of several containers (docker-compose)', 'give it one Dockerfile or image')
    }
    if (gpus !== undefined && gpus > 0) refuse('it asks for a GPU', 'set environment.gpus to 0')
  }
  const [agentNeeds, verifierNeeds] = [agent, verifier].map(({ network }) => needsOf(task, network))
  if (!verifier.environment && verifierNeeds?.network && !agentNeeds?.network) {
    refuse(
      'its verifier needs a network that its agent must not have',
      'set environment_mode = "separate" for the verifier',
    )
  }
  if (!verifier.environment) return
  for (const path of artifacts) {
    const taken = ['/tests', '/solution', '/logs/verifier'].find((folder) => isWithin(path, folder))
    if (taken) refuse(`its artifact ${path} lies in ${taken}`, 'leave that to the verifier')
  }
}
