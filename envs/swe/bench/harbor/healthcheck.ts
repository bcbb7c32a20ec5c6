import { setTimeout } from 'node:timers/promises'
import { EnvError } from '../../../../core/index.ts'
import type { HarborBox } from './open-box.ts'
import type { HarborTask } from './read-task.ts'

/** Docker's own. */
const DEFAULTS = { intervalSec: 30, timeoutSec: 30, retries: 3 }

/**
 * Waits until the environment says that it is ready.
 * @throws EnvError when it does not: nobody has acted yet.
 */
export async function awaitHealth(
  { info, environment: { healthcheck } }: HarborTask,
  { sandbox, env }: HarborBox,
  signal?: AbortSignal,
): Promise<void> {
  if (!healthcheck) return
  const { command, interval_sec: interval = DEFAULTS.intervalSec } = healthcheck
  const { timeout_sec: timeout = DEFAULTS.timeoutSec, retries = DEFAULTS.retries } = healthcheck
  let waitedMs = 0
  for (let failures = 0; ; ) {
    const limits = { timeoutMs: timeout * 1000, signal }
    const { exitCode, stdout, stderr, durationMs } = await sandbox.exec(command, { env, ...limits })
    if (exitCode === 0) return
    if (waitedMs >= (healthcheck.start_period_sec ?? 0) * 1000) failures++
    if (failures >= retries) {
      const [last = ''] = `${stdout}\n${stderr}`.trim().split('\n').slice(-1)
      throw new EnvError(
        `Cannot open task ${info.id}: its healthcheck fails with exit code ${exitCode}${last && `: ${last}`}`,
      )
    }
    waitedMs += durationMs + interval * 1000
    await setTimeout(interval * 1000, undefined, { signal })
  }
}
