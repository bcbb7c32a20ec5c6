import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Node 20, which the virtual sandbox imitates: the one that runs this, or the one `setup:system` puts here. */
export const node20: string = process.version.startsWith('v20.')
  ? process.execPath
  : join(
      import.meta.dirname,
      `../.palaestra/node20/node_modules/node-${process.platform}-${process.arch}/bin/node`,
    )

/** Debian's, or the one `PALAESTRA_BROWSER` names. */
export const chromium: string = process.env['PALAESTRA_BROWSER'] ?? 'chromium'

/** Parts of the system that some suites need, and how to tell that they are there. */
export const systemParts = {
  git: ['git', '--version'],
  bubblewrap: ['bwrap', '--version'],
  chromium: [chromium, '--version'],
  docker: ['docker', 'image', 'inspect', 'palaestra-sandbox'],
  node20: [node20, '--version'],
  // Sandboxes see what stands under /usr, not what a user installed beside it.
  pytest: ['/usr/bin/python3', '-m', 'pytest', '--version'],
  tensorflow: ['test', '-f', join(import.meta.dirname, '../.palaestra/tensorflow/palaestra.json')],
  vulkan: ['sh', '-c', "/sbin/ldconfig -p | grep -q 'libvulkan.so.1 '"],
  toolchains: ['sh', '-c', '/usr/bin/go version && /usr/bin/cargo --version'],
} as const satisfies Record<string, readonly [string, ...string[]]>

export type SystemPart = keyof typeof systemParts

export function hasSystemPart(part: SystemPart): boolean {
  const [command, ...args] = systemParts[part]
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}
