import { ConfigError } from '../core/errors.ts'
import type { SandboxLimits } from './sandbox.ts'

/**
 * A kind's limits, with those asked for in place of its own.
 * @throws ConfigError for a limit the kind does not hold.
 */
export function limitsOf<Held extends Partial<SandboxLimits>>(
  kind: string,
  defaults: Held,
  asked: Partial<SandboxLimits> = {},
): Held {
  const given = Object.entries(asked).filter(([, value]) => value !== undefined)
  for (const [name, value] of given) {
    if (!Object.hasOwn(defaults, name)) {
      throw new ConfigError(
        `Cannot limit ${name} in a ${kind} sandbox: it holds ${Object.keys(defaults).join(', ')} (leave ${name} out, or choose another kind)`,
      )
    }
    if (!Number.isFinite(value) || value <= 0) {
      throw new ConfigError(
        `Cannot limit ${name} to ${value}: it is not a number above 0 (give another one)`,
      )
    }
  }
  return { ...defaults, ...Object.fromEntries(given) }
}
