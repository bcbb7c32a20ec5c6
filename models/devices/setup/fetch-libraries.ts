import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { run, SetupError, type Steps } from './steps.ts'
import type { Tools } from './tools.ts'

/** Of the wheel: the two libraries, and the headers of the C interface. */
const PARTS = [
  '^tensorflow/(libtensorflow_(?:cc|framework)\\.so\\.2)$',
  '^tensorflow/(include/(?:tensorflow/c/.*|(?:tensorflow/core|tsl)/platform/ctstring.*|xla/tsl/c/.*))$',
  // CUDA's own libraries, where the first ones look for them: `../nvidia` from their folder.
  '^(nvidia/.*\\.so[.0-9]*)$',
]
/** Python's zip module: there is not always an unzip. It checks the sums. */
const UNZIP = `
import os, re, shutil, sys, zipfile
wheel, target, *parts = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        found = next((m for m in (re.match(part, name) for part in parts) if m), None)
        if not found or name.endswith('/'): continue
        path = found[1]
        if path.startswith('libtensorflow'): path = 'lib/' + path
        path = os.path.join(target, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with archive.open(name) as source, open(path, 'wb') as file:
            shutil.copyfileobj(source, file, 1 << 20)
    for name in archive.namelist():
        if name.endswith('.dist-info/METADATA') and 'tensorflow' in name:
            for line in archive.read(name).decode().splitlines():
                found = re.match(r'Requires-Dist: (nvidia-[^;]+);', line)
                if found: print(found[1].strip().replace(' ', ''))
`
/** Of Python nothing runs: any version's wheel has the same libraries. */
const WHEEL = [
  '--only-binary=:all:',
  '--implementation',
  'cp',
  '--python-version',
  '3.11',
  '--abi',
  'cp311',
  '--abi',
  'none',
  '--abi',
  'abi3',
]
const GLIBC = [5, 12, 17, 24, 27, 28, 31, 34, 35]
const EVERY_MS = 10_000

export interface Wanted {
  readonly folder: string
  readonly version: string
  readonly cuda: boolean
}

/** A folder with `lib` and `include` of TensorFlow, out of its wheel for Python. Whole, or not there. */
export async function fetchLibraries(
  { folder, version, cuda }: Wanted,
  tools: Tools,
  steps: Steps,
): Promise<string> {
  const libraries = join(folder, 'libraries')
  if (existsSync(libraries)) {
    steps.say('The libraries are there from before')
    return libraries
  }
  const unpacking = `${libraries}.unpacking`
  await rm(unpacking, { recursive: true, force: true })
  const wheels = join(folder, 'wheels')
  const name = `${cuda ? 'tensorflow' : 'tensorflow_cpu'}==${version}`
  const needs = await unpack(await fetchWheel(name, wheels, tools, steps), unpacking, tools, steps)
  for (const need of cuda ? needs : []) {
    await unpack(await fetchWheel(need, wheels, tools, steps), unpacking, tools, steps)
  }
  await rename(unpacking, libraries)
  await rm(wheels, { recursive: true })
  return libraries
}

/** Gives the file. One that was fetched before is used again: pip puts it there only when it is whole. */
async function fetchWheel(
  name: string,
  wheels: string,
  { python }: Tools,
  steps: Steps,
): Promise<string> {
  const folder = join(wheels, name.replace(/[^a-z0-9_.-]+/gi, '_'))
  if (!existsSync(folder)) {
    const fetching = `${folder}.fetching`
    const scratch = join(wheels, 'scratch')
    for (const path of [fetching, scratch]) {
      await rm(path, { recursive: true, force: true })
      await mkdir(path, { recursive: true })
    }
    steps.say(`Fetching ${name} with pip`)
    const stopCounting = countBytes(scratch, steps)
    const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64'
    const platforms = [
      'manylinux1',
      'manylinux2010',
      'manylinux2014',
      ...GLIBC.map((minor) => `manylinux_2_${minor}`),
    ]
    const args = [
      '-m',
      'pip',
      'download',
      '--quiet',
      '--no-deps',
      '--disable-pip-version-check',
      '--no-cache-dir',
      ...WHEEL,
    ]
    const where = platforms.flatMap((platform) => ['--platform', `${platform}_${machine}`])
    try {
      // Its temporary files here: /tmp may be small, and an interrupted one leaves nothing there.
      await run(python, [...args, ...where, '--dest', fetching, name], steps, {
        env: { TMPDIR: scratch },
      })
    } finally {
      stopCounting()
    }
    await rename(fetching, folder)
    await rm(scratch, { recursive: true, force: true })
  }
  const [file] = await readdir(folder)
  if (file === undefined) throw new SetupError(`pip fetched nothing for ${name}`)
  const path = join(folder, file)
  steps.say(`${file}: ${megabytes((await stat(path)).size)}`)
  return path
}

/** Gives the wheels of NVIDIA's that it wants beside itself. */
async function unpack(
  wheel: string,
  target: string,
  { python }: Tools,
  steps: Steps,
): Promise<readonly string[]> {
  try {
    const said = await run(python, ['-c', UNZIP, wheel, target, ...PARTS], steps)
    return said.split('\n').filter(Boolean)
  } catch (error) {
    // Not whole after all: the next attempt fetches it again.
    if (!steps.signal.aborted) await rm(join(wheel, '..'), { recursive: true, force: true })
    throw error
  }
}

/** Says now and then how much has arrived. */
function countBytes(folder: string, { say }: Steps): () => void {
  const timer = setInterval(async () => {
    const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
    const sizes = files
      .filter((file) => file.isFile())
      .map(({ parentPath, name }) =>
        stat(join(parentPath, name)).then(
          ({ size }) => size,
          () => 0,
        ),
      )
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    if (total > 0) say(`  ${megabytes(total)} so far`)
  }, EVERY_MS)
  return () => clearInterval(timer)
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`
