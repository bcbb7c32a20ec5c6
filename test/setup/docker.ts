/** Before the tests of docker sandboxes: a daemon where one is installed but not running, and the images. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

const START_MS = 30_000
const TOOLCHAINS = 'palaestra-sandbox-toolchains'
/** Image -> arguments of the script that makes it. */
const IMAGES: Readonly<Record<string, readonly string[]>> = {
  'palaestra-sandbox': [],
  [TOOLCHAINS]: ['--name', TOOLCHAINS, '--packages', 'golang-go,cargo'],
}

export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  const answers = () => works('docker', ['version'])
  let daemon: ChildProcess | undefined
  if (!answers() && process.getuid?.() === 0 && works('dockerd', ['--version'])) {
    daemon = spawn('dockerd', ['--storage-driver', 'overlay2'], { stdio: 'ignore' })
    for (const started = Date.now(); !answers() && Date.now() - started < START_MS; ) {
      await setTimeout(200)
    }
  }
  if (answers()) {
    for (const [image, args] of Object.entries(IMAGES)) makeMissing(image, args)
  }
  if (!daemon) return undefined
  const own = daemon
  return async () => {
    const ended = new Promise((resolve) => own.once('exit', resolve))
    own.kill('SIGTERM')
    await ended
  }
}

function makeMissing(image: string, args: readonly string[]): void {
  if (works('docker', ['image', 'inspect', image])) return
  const script = join(import.meta.dirname, '../../scripts/sandbox-image.ts')
  spawnSync(process.execPath, ['--import', 'tsx', script, ...args], { stdio: 'inherit' })
}

function works(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}
