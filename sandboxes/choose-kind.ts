import { ConfigError } from '../core/errors.ts'
import type { SandboxNeeds } from './sandbox.ts'

/** What a kind of sandbox has on this machine. */
export interface SandboxOffer {
  readonly commands: readonly string[]
  readonly processes: boolean
  readonly network: boolean
}

/** What of the needs an offer leaves open, in words; undefined: nothing. */
export function missingIn(
  { commands = [], processes, network }: SandboxNeeds,
  offer: SandboxOffer,
): string | undefined {
  const lacking = commands.filter((name) => !offer.commands.includes(name))
  const missing = [
    ...(lacking.length > 0 ? [`no ${lacking.join(', ')}`] : []),
    ...(processes && !offer.processes ? ['no real processes'] : []),
    ...(network && !offer.network ? ['no network'] : []),
  ]
  return missing.length > 0 ? missing.join(', ') : undefined
}

/**
 * The first kind that has what is needed, with the reason.
 * @throws ConfigError
 */
export async function chooseKind<Kind extends string>(
  kinds: readonly Kind[],
  needs: SandboxNeeds,
  offerOf: (kind: Kind) => Promise<SandboxOffer | string | undefined>,
): Promise<{ readonly kind: Kind; readonly reason: string }> {
  const passed: string[] = []
  for (const kind of kinds) {
    const offer = await offerOf(kind)
    if (offer === undefined) continue
    const problem = typeof offer === 'string' ? offer : missingIn(needs, offer)
    if (problem === undefined) {
      const before = passed.length > 0 ? `; passed over ${passed.join('; ')}` : ''
      return { kind, reason: `auto picked it: it has ${describe(needs)}${before}` }
    }
    passed.push(`${kind}: ${problem}`)
  }
  throw new ConfigError(
    `Cannot open a sandbox that has ${describe(needs)}: ${passed.join('; ')} (install what is missing, or choose a kind)`,
  )
}

function describe({ commands = [], processes, network }: SandboxNeeds): string {
  const all = [
    ...commands,
    ...(processes ? ['real processes'] : []),
    ...(network ? ['a network'] : []),
  ]
  return all.length > 0 ? all.join(', ') : 'all that is asked for'
}
