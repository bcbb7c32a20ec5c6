import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  ConfigError,
  didYouMean,
  fileReason,
  hashJson,
  type TaskInfo,
} from '../../../core/index.ts'

/** Where the folder with `core/core.js` may be, seen from a folder that a user names. */
const PLACES = ['.', 'html', 'miniwob/html', '..', 'miniwob-plusplus/miniwob/html']

/** Html tasks of one folder, and the file behind each. */
export interface MiniWobFolder {
  /** Absolute, without symbolic links. */
  readonly root: string
  /** Path below the root by task: `miniwob/click-test.html`. */
  readonly pages: ReadonlyMap<string, string>
}

/**
 * Finds the html folder of MiniWoB++ at, below or right above a folder.
 * @throws ConfigError where there is none.
 */
export async function findMiniWob(folder: string | undefined): Promise<MiniWobFolder> {
  if (folder === undefined) {
    throw new ConfigError(
      'Cannot list tasks of web/MiniWob-v0: no folder of MiniWoB++ is given (get github.com/Farama-Foundation/miniwob-plusplus and pass --miniwob <folder>)',
    )
  }
  const top = await realpath(folder).catch((error: unknown) => {
    const [reason, advice] = fileReason(error)
    throw new ConfigError(`Cannot read MiniWoB++ from ${folder}: ${reason} (${advice})`)
  })
  for (const place of PLACES) {
    const root = join(top, place)
    if (!(await isFile(join(root, 'core/core.js')))) continue
    return { root, pages: await pagesOf(root) }
  }
  throw new ConfigError(
    `Cannot read MiniWoB++ from ${folder}: there is no core/core.js in it (give the repository, or its folder miniwob/html)`,
  )
}

/** Pages of `miniwob/` by their name, those of `flight/` as `flight.<name>`. */
async function pagesOf(root: string): Promise<ReadonlyMap<string, string>> {
  const pages = (await namesIn(join(root, 'miniwob')))
    .filter((name) => name.endsWith('.html'))
    .map((name) => [name.slice(0, -'.html'.length), `miniwob/${name}`] as const)
  const flights = []
  for (const name of await namesIn(join(root, 'flight'))) {
    const page = `flight/${name}/wrapper.html`
    if (await isFile(join(root, page))) flights.push([`flight.${name}`, page] as const)
  }
  return new Map([...pages, ...flights])
}

const namesIn = async (folder: string) =>
  (await readdir(folder).catch((): string[] => [])).sort((a, b) => (a < b ? -1 : 1))

const isFile = async (path: string) => (await stat(path).catch(() => null))?.isFile() === true

/** The tasks that options ask for; the hash is of the page. @throws ConfigError */
export async function listMiniWob(
  { root, pages }: MiniWobFolder,
  wanted: string | undefined,
): Promise<readonly TaskInfo[]> {
  const names = [...pages.keys()]
  if (wanted !== undefined && !pages.has(wanted)) {
    throw new ConfigError(
      `Cannot play task ${JSON.stringify(wanted)}: ${root} has no such page (${didYouMean(wanted, names)})`,
    )
  }
  const chosen = wanted === undefined ? [...pages] : [...pages].filter(([id]) => id === wanted)
  return Promise.all(
    chosen.map(async ([id, page]) => ({
      ...{ id, split: 'all', kind: page.split('/')[0] },
      hash: hashJson([id, await readFile(join(root, page), 'utf8')]),
    })),
  )
}
