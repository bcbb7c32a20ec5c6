/**
 * `npm run sandbox:image`: the default image of docker sandboxes (Node, Python 3, git, pytest), from its
 * Dockerfile where a registry answers, else from Debian packages with debootstrap.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const NAME = 'palaestra-sandbox'
const BASE = /^FROM (.+)$/m
const PACKAGES = /^ARG PACKAGES="(.+)"$/m
const PULL_MS = 120_000
const MIRROR = process.env['DEBIAN_MIRROR'] ?? 'http://deb.debian.org/debian'

const dockerfile = join(import.meta.dirname, '../sandboxes/docker/Dockerfile')
const recipe = readFileSync(dockerfile, 'utf8')
const own = readFileSync(import.meta.filename, 'utf8')
const started = performance.now()

class StepError extends Error {}

function say(line: string): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`[${seconds.padStart(6)} s] ${line}`)
}

/** Runs a command; with `isShown`, what it prints is seen. */
function run(command: string, args: readonly string[], isShown = false): string {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', isShown ? 'inherit' : 'pipe', isShown ? 'inherit' : 'pipe'],
    maxBuffer: 2 ** 28,
  })
  if (status === 0) return stdout ?? ''
  const reason = error?.message ?? (stderr?.trim().split('\n').at(-1) || `code ${status}`)
  throw new StepError(`${command} ${args[0] ?? ''}: ${reason}`)
}

function works(command: string, args: readonly string[], timeout?: number): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout }).status === 0
}

/** Files of our own in the image: the Node that runs this, and an identity for commits. */
function writeFiles(root: string): void {
  mkdirSync(join(root, 'usr/local/bin'), { recursive: true })
  mkdirSync(join(root, 'etc'), { recursive: true })
  mkdirSync(join(root, 'home/agent'), { recursive: true })
  copyFileSync(process.execPath, join(root, 'usr/local/bin/node'))
  chmodSync(join(root, 'usr/local/bin/node'), 0o755)
  writeFileSync(
    join(root, 'etc/gitconfig'),
    '[user]\n\tname = user\n\temail = user@sandbox\n[init]\n\tdefaultBranch = main\n[advice]\n\tdetachedHead = false\n',
  )
}

function build(tag: string, folder: string): void {
  say('building from the Dockerfile')
  writeFiles(join(folder, 'files'))
  run('docker', ['build', '--tag', tag, '--file', dockerfile, folder], true)
}

function bootstrap(tag: string, folder: string): void {
  if (process.getuid?.() !== 0) {
    throw new StepError(
      'no registry answers, and debootstrap needs root (sudo npm run sandbox:image)',
    )
  }
  if (!works('debootstrap', ['--version'])) {
    throw new StepError(
      'no registry answers, and debootstrap is missing (npm run setup:system docker)',
    )
  }
  const root = join(folder, 'root')
  const packages = PACKAGES.exec(recipe)?.[1]?.split(' ') ?? []
  const release = /bookworm/.exec(BASE.exec(recipe)?.[1] ?? '')?.[0] ?? 'stable'
  say(`unpacking ${release} with ${packages.join(', ')} from ${MIRROR}`)
  const include = `--include=${packages.join(',')}`
  run('debootstrap', ['--variant=minbase', include, release, root, MIRROR])
  say('adding Node and the user of commands')
  writeFiles(root)
  if (!works('chroot', [root, '/usr/local/bin/node', '--version'])) {
    say(`this Node does not run there: taking that of ${release}`)
    rmSync(join(root, 'usr/local/bin/node'))
    run('chroot', [root, 'apt-get', 'install', '-y', '--no-install-recommends', 'nodejs'])
  }
  run('chroot', [root, 'groupadd', '--gid', '1000', 'user'])
  const user = [
    '--uid',
    '1000',
    '--gid',
    '1000',
    '--shell',
    '/bin/bash',
    '--home-dir',
    '/home/agent',
  ]
  run('chroot', [root, 'useradd', '--no-create-home', ...user, 'user'])
  run('sh', ['-c', 'rm -rf "$0"/var/cache/apt/archives/*.deb "$0"/var/lib/apt/lists/*', root])
  say('importing')
  const script = 'tar -C "$0" -c . | docker import --change \'CMD ["/bin/bash"]\' - "$1"'
  run('sh', ['-c', script, root, tag])
}

function main(): void {
  if (!works('docker', ['version'])) {
    throw new StepError('no Docker daemon answers (start it, or set DOCKER_HOST)')
  }
  const content = [recipe, own, process.version, process.arch].join('\0')
  const tag = `${NAME}:${createHash('sha256').update(content).digest('hex').slice(0, 12)}`
  if (works('docker', ['image', 'inspect', tag])) {
    say(`${tag} is there already`)
  } else {
    const folder = mkdtempSync(join(tmpdir(), 'palaestra-image-'))
    try {
      const base = BASE.exec(recipe)?.[1] ?? ''
      say(`looking for ${base}`)
      const hasBase =
        works('docker', ['image', 'inspect', base]) || works('docker', ['pull', base], PULL_MS)
      if (hasBase) build(tag, folder)
      else bootstrap(tag, folder)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  run('docker', ['tag', tag, `${NAME}:latest`])
  const size = Number(run('docker', ['image', 'inspect', '--format', '{{.Size}}', tag]))
  say(`${NAME} is ready: ${tag}, ${Math.round(size / 2 ** 20)} MiB`)
}

try {
  main()
} catch (error) {
  if (!(error instanceof StepError)) throw error
  console.error(`Cannot make the sandbox image: ${error.message}`)
  process.exitCode = 1
}
