import { spawnSync } from 'node:child_process'

/** Parts of the system that some suites need, and how to tell that they are there. */
export const systemParts = {
  git: ['git', '--version'],
} as const satisfies Record<string, readonly [string, ...string[]]>

export type SystemPart = keyof typeof systemParts

export function hasSystemPart(part: SystemPart): boolean {
  const [command, ...args] = systemParts[part]
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}
