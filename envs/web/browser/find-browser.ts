import { accessSync, constants, readdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { ConfigError } from '../../../core/index.ts'

/** What of the machine decides which browser is found. */
export interface BrowserSearch {
  readonly platform: NodeJS.Platform
  readonly home: string
  /** Put before the usual places, which are absolute. */
  readonly root: string
}

const NAMES = [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
  ...['microsoft-edge', 'msedge'],
]

const USUAL: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: [
    ...['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/lib/chromium/chromium'],
    ...['/snap/bin/chromium', '/opt/google/chrome/chrome', '/opt/microsoft/msedge/msedge'],
  ],
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
}

/** Below a folder of Playwright's cache, as `chromium-1200`. */
const CACHED = [
  ...['chrome-linux64/chrome', 'chrome-linux/chrome', 'chrome-win/chrome.exe'],
  ...['chrome-win64/chrome.exe', 'chrome-mac/Chromium.app/Contents/MacOS/Chromium'],
]

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The program of Chromium, Chrome or Edge: what `PALAESTRA_BROWSER` names, else the first on the PATH, in the
 * usual places, or in Playwright's cache.
 * @throws ConfigError where there is none.
 */
export function findBrowser(
  env: Environment = process.env,
  { platform, home, root }: BrowserSearch = {
    platform: process.platform,
    home: homedir(),
    root: '',
  },
): string {
  const wanted = env['PALAESTRA_BROWSER']
  const extension = platform === 'win32' ? '.exe' : ''
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean)
  const onPath = (names: readonly string[]) =>
    names.flatMap((name) => folders.map((folder) => join(folder, name + extension)))
  if (wanted) {
    const isName = !/[\\/]/.test(wanted)
    const found = (isName ? onPath([wanted]) : [wanted]).find(isProgram)
    if (found) return found
    throw new ConfigError(
      `Cannot open the browser ${wanted}: PALAESTRA_BROWSER names no program (name the executable of Chromium, Chrome or Edge)`,
    )
  }
  const places = USUAL[platform] ?? []
  const local = env['LOCALAPPDATA']
  const candidates = [
    ...onPath(NAMES),
    ...places.map((place) => root + place),
    ...(local ? [join(local, 'Google/Chrome/Application/chrome.exe')] : []),
    ...cached(env, platform, home),
  ]
  const found = candidates.find(isProgram)
  if (found) return found
  throw new ConfigError(
    'Cannot open a browser: neither Chromium nor Chrome nor Edge was found (apt install chromium, or set PALAESTRA_BROWSER)',
  )
}

/** The newest first. */
function cached(env: Environment, platform: NodeJS.Platform, home: string): readonly string[] {
  const places: Partial<Record<NodeJS.Platform, string>> = {
    darwin: join(home, 'Library/Caches/ms-playwright'),
    win32: join(env['LOCALAPPDATA'] ?? join(home, 'AppData/Local'), 'ms-playwright'),
  }
  const cache =
    env['PLAYWRIGHT_BROWSERS_PATH'] ?? places[platform] ?? join(home, '.cache/ms-playwright')
  const revision = (name: string) => Number(name.slice('chromium-'.length))
  return list(cache)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => revision(b) - revision(a))
    .flatMap((name) => CACHED.map((program) => join(cache, name, program)))
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
