/**
 * `npm run sandbox:image`: the default image of docker sandboxes (Node, Python 3, git, pytest), from its
 * Dockerfile where a registry answers, else from Debian packages with debootstrap. With `--packages`, an
 * image of another name that has further Debian packages on top of it.
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
import { parseArgs } from 'node:util'

const NAME = 'palaestra-sandbox'
const BASE = /^FROM (.+)$/m
const PACKAGES = /^ARG PACKAGES="(.+)"$/m
const PULL_MS = 120_000
const MIRROR = process.env['DEBIAN_MIRROR'] ?? 'http://deb.debian.org/debian'

const dockerfile = join(import.meta.dirname, '../sandboxes/docker/Dockerfile')
const recipe = readFileSync(dockerfile, 'utf8')
const HELP = `Makes the default image of docker sandboxes, ${NAME}, where it is missing.

  npm run sandbox:image
  npm run sandbox:image -- --name my-sandbox --packages golang-go,cargo

  --packages <names>  Debian packages to add, separated by commas; the image then needs a name of its own
  --name <name>       name of the image with them; the default image keeps its own
  --help              this text

The default image comes from its Dockerfile where a registry answers, else from Debian packages with
debootstrap (as root). Further packages are installed on top of it through the network of this machine.
DEBIAN_MIRROR names another mirror for debootstrap than deb.debian.org.`

const own = readFileSync(import.meta.filename, 'utf8')
const started = performance.now()

class StepError extends Error {}
/** The command line is wrong. */
class UsageError extends Error {}

interface Request {
  readonly name: string
  readonly packages: readonly string[]
}

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

/** What the command line asks for; undefined where it asks for help. */
function readRequest(args: readonly string[]): Request | undefined {
  const { name = NAME, packages = '', help } = parse(args)
  if (help) return undefined
  const names = [...new Set(packages.split(/[\s,]+/).filter(Boolean))].sort()
  const wrong = names.find((word) => !/^[a-z0-9][a-z0-9+.-]+$/.test(word))
  if (wrong !== undefined) throw new UsageError(`${wrong} is no name of a Debian package`)
  if (!/^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/.test(name)) {
    throw new UsageError(`${name} is no name of an image (lower-case letters, digits, . _ - /)`)
  }
  if (names.length > 0 && name === NAME) {
    throw new UsageError('an image with further packages needs a name of its own (add --name)')
  }
  if (names.length === 0 && name !== NAME) {
    throw new UsageError(`nothing says what ${name} has more than ${NAME} (add --packages)`)
  }
  return { name, packages: names }
}

function parse(args: readonly string[]) {
  const options = {
    name: { type: 'string' },
    packages: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  } as const
  try {
    return parseArgs({ args: [...args], options }).values
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('. ')
    throw new UsageError(`${reason} (see --help)`)
  }
}

/** Makes an image where it is not there yet, and gives it its name. */
function provide(name: string, content: readonly string[], create: (tag: string) => void): string {
  const hash = createHash('sha256').update(content.join('\0')).digest('hex')
  const tag = `${name}:${hash.slice(0, 12)}`
  if (works('docker', ['image', 'inspect', tag])) say(`${tag} is there already`)
  else create(tag)
  run('docker', ['tag', tag, `${name}:latest`])
  const size = Number(run('docker', ['image', 'inspect', '--format', '{{.Size}}', tag]))
  say(`${name} is ready: ${tag}, ${Math.round(size / 2 ** 20)} MiB`)
  return tag
}

function inFolder(create: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'palaestra-image-'))
  try {
    create(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function createDefault(tag: string): void {
  inFolder((folder) => {
    const base = BASE.exec(recipe)?.[1] ?? ''
    say(`looking for ${base}`)
    const hasBase =
      works('docker', ['image', 'inspect', base]) || works('docker', ['pull', base], PULL_MS)
    if (hasBase) build(tag, folder)
    else bootstrap(tag, folder)
  })
}

/** One layer on the default image. */
function extend(tag: string, base: string, packages: readonly string[]): void {
  say(`adding ${packages.join(', ')}`)
  const steps = [
    'apt-get update -qq',
    `DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ${packages.join(' ')}`,
    'rm -rf /var/lib/apt/lists/* /var/cache/apt/archives/*.deb',
  ]
  inFolder((folder) => {
    const file = join(folder, 'Dockerfile')
    writeFileSync(file, `FROM ${base}\nRUN ${steps.join(' && ')}\n`)
    // The network of containers may lead nowhere where that of the machine does not.
    run('docker', ['build', '--quiet', '--network', 'host', '--tag', tag, folder])
  })
}

function main(): void {
  const request = readRequest(process.argv.slice(2))
  if (!request) {
    console.log(HELP)
    return
  }
  if (!works('docker', ['version'])) {
    throw new StepError('no Docker daemon answers (start it, or set DOCKER_HOST)')
  }
  const { name, packages } = request
  const base = provide(NAME, [recipe, own, process.version, process.arch], createDefault)
  if (packages.length > 0) provide(name, [base, ...packages], (tag) => extend(tag, base, packages))
}

try {
  main()
} catch (error) {
  if (!(error instanceof StepError || error instanceof UsageError)) throw error
  console.error(`Cannot make the sandbox image: ${error.message}`)
  process.exitCode = error instanceof UsageError ? 2 : 1
}
