import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { HERE, PACKAGE } from '../../engines/tfjs/native-folder.ts'
import { nvidiaDriver } from '../nvidia.ts'
import { tryOut } from '../trial.ts'
import { buildBinding, removeLeftovers } from './build-binding.ts'
import { fetchLibraries } from './fetch-libraries.ts'
import { run, SetupError, type Steps } from './steps.ts'
import { findTools, type Tools } from './tools.ts'

const TENSORFLOW = '2.21.0'
const TFJS = '4.22.0'
/** Written last: a folder without it is none. */
const RECEIPT = 'palaestra.json'

export interface SetupOptions {
  /** For NVIDIA GPUs, or not; unsaid: what is set up stays, else whatever this machine has. */
  readonly cuda?: boolean | undefined
  /** Anew, even where it is there. */
  readonly again?: boolean | undefined
  /** Gets each step. */
  readonly say: (line: string) => void
  readonly signal: AbortSignal
}

/** What is set up: kept in the folder. */
interface Receipt {
  readonly tensorflow: string
  readonly tfjs: string
  readonly cuda: boolean
}

/**
 * Gives TensorFlow.js' Node binding, which downloads a TensorFlow of 2022, a current one: the libraries
 * out of TensorFlow's Python wheel, and the binding compiled against them. All of it in a folder of its
 * own under the working directory, which no `npm install` of the project touches. What an interrupted
 * set-up finished is used by the next.
 * @throws SetupError in one line that says what is missing.
 */
export async function setupTensorFlow({ cuda, again, say, signal }: SetupOptions): Promise<void> {
  const folder = resolve(HERE)
  const there = await readReceipt(folder)
  const gpu = nvidiaDriver()
  if (there && !again && isWanted(there, cuda)) {
    say(`${describe(there)} is there already, in ${HERE}`)
    if (gpu !== null && !there.cuda)
      say('There is an NVIDIA GPU, which it does not use: add --cuda.')
    return
  }
  const wanted = { tensorflow: TENSORFLOW, tfjs: TFJS, cuda: cuda ?? gpu !== null }
  const why =
    cuda === undefined ? (gpu === null ? ': no NVIDIA GPU here' : ': an NVIDIA GPU is here') : ''
  say(`Setting up ${describe(wanted)}${why}; into ${HERE}`)
  const tools = await findTools(signal)
  // Of another version or kind, nothing is of use.
  const partial = `${folder}-${wanted.cuda ? 'cuda' : 'cpu'}-${TENSORFLOW}.partial`
  if (again) await rm(partial, { recursive: true, force: true })
  await build(partial, wanted, tools, { say, signal })
  await check(partial, wanted, { say, signal })
  await writeFile(join(partial, RECEIPT), `${JSON.stringify(wanted)}\n`)
  await rm(folder, { recursive: true, force: true })
  await rename(partial, folder)
  await removeLeftovers(folder)
  say(`${describe(wanted)} is ready: ${await sizeOfFolder(folder)}`)
}

async function build(folder: string, { cuda }: Receipt, tools: Tools, steps: Steps): Promise<void> {
  await mkdir(folder, { recursive: true })
  const libraries = await fetchLibraries({ folder, version: TENSORFLOW, cuda }, tools, steps)
  steps.say(`Installing ${PACKAGE} ${TFJS}`)
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n')
  const install = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund']
  await run(process.execPath, [tools.npm, ...install, `${PACKAGE}@${TFJS}`], steps, { cwd: folder })
  await buildBinding(join(folder, 'node_modules', PACKAGE), libraries, tools, steps)
}

/** Loads it as the engine will. */
async function check(folder: string, { cuda }: Receipt, { say, signal }: Steps): Promise<void> {
  say('Computing with it')
  const finding = await tryOut('tfjs native', { env: { PALAESTRA_TENSORFLOW: folder }, signal })
  signal.throwIfAborted()
  if (!finding.works) throw new SetupError(`it does not compute: ${finding.problem}`)
  const device = finding.onGpu ? 'on the GPU' : 'on the CPU'
  say(`It computes ${device}: ${finding.detail.split(',')[0]}`)
  if (cuda && !finding.onGpu) {
    say('It was set up for CUDA and found no GPU it can use: is the NVIDIA driver there?')
  }
}

async function sizeOfFolder(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  let bytes = 0
  for (const file of files) {
    if (file.isFile()) bytes += (await stat(join(file.parentPath, file.name))).size
  }
  return `${Math.round(bytes / 1e6)} MB`
}

async function readReceipt(folder: string): Promise<Receipt | null> {
  try {
    return JSON.parse(await readFile(join(folder, RECEIPT), 'utf8'))
  } catch {
    return null
  }
}

const isWanted = (there: Receipt, cuda: boolean | undefined) =>
  there.tensorflow === TENSORFLOW && there.tfjs === TFJS && (cuda ?? there.cuda) === there.cuda

const describe = ({ tensorflow, tfjs, cuda }: Receipt) =>
  `TensorFlow ${tensorflow} for ${cuda ? 'CUDA' : 'the CPU'} under ${PACKAGE} ${tfjs}`
