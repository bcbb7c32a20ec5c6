import { rmSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContext } from 'playwright-core'
import { ConfigError, messageOf, SandboxError } from '../../../core/index.ts'
import { exemptFromBlock } from '../../../fixtures/index.ts'
import { type BrowserProcess, watchProcess } from './browser-process.ts'
import { endAtExit } from './end-at-exit.ts'
import { loadPlaywright } from './load-playwright.ts'
import { kill, MARKER, makeBrowserFolder, reapOrphans } from './owner-folder.ts'

/** A Chromium of our own with all its files in one folder. */
export interface RunningBrowser {
  readonly browser: Browser
  readonly folder: string
  readonly process: BrowserProcess
  /** Aborted with a SandboxError once it ended without being asked to. */
  readonly lost: AbortSignal
  close(): Promise<void>
}

export interface LaunchSettings {
  readonly executable: string
  readonly headed: boolean
}

/** Playwright's own switches keep it from updates and services; these make pixels the same everywhere. */
const FLAGS = [
  ...['--font-render-hinting=none', '--disable-lcd-text', '--disable-font-subpixel-positioning'],
  ...['--hide-scrollbars', '--mute-audio', '--force-color-profile=srgb', '--disable-gpu'],
  ...['--disable-domain-reliability', '--disable-client-side-phishing-detection', '--disable-quic'],
  ...['--no-pings', '--dns-prefetch-disable', '--disable-translate'],
]
/** No switch turns these off: a form would be sent to a server that knows its fields. */
const PREFERENCES = {
  autofill: { enabled: false, profile_enabled: false, credit_card_enabled: false },
  credentials_enable_service: false,
  net: { network_prediction_options: 2 },
  safebrowsing: { enabled: false },
  search: { suggest_enabled: false },
  translate: { enabled: false },
}
const LAUNCH_MS = 60_000
/** Sockets are made there, whose paths are short. */
const LONGEST_TMPDIR = 62

let reaped: Promise<void> | undefined

/**
 * Starts a browser; what an earlier program left behind is removed before the first. A failure is tried once more.
 * @throws SandboxError with what the browser said.
 */
export async function launchBrowser(settings: LaunchSettings): Promise<RunningBrowser> {
  reaped ??= reapOrphans().catch(() => {})
  await reaped
  const isConfined = process.platform !== 'linux' || process.getuid?.() !== 0
  try {
    return await launch(settings, isConfined)
  } catch (error) {
    if (error instanceof ConfigError) throw error
    // Containers often have no user namespaces for the browser's own sandbox.
    return launch(settings, isConfined && !/sandbox/i.test(messageOf(error)))
  }
}

async function launch(
  { executable, headed }: LaunchSettings,
  isConfined: boolean,
): Promise<RunningBrowser> {
  const { chromium } = await loadPlaywright()
  const folder = makeBrowserFolder()
  const preferences = join(folder, 'profile/Default/Preferences')
  writeFileSync(preferences, JSON.stringify(PREFERENCES))
  const watched = watchProcess(join(folder, 'profile'))
  const removeNow = () => {
    const { pid } = watched.process
    if (pid !== undefined) kill(process.platform === 'win32' ? pid : -pid)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  const release = endAtExit(removeNow)
  try {
    // Not `launch`: only here the profile lies where we say.
    const root = await exemptFromBlock(() =>
      chromium.launchPersistentContext(join(folder, 'profile'), {
        executablePath: executable,
        headless: !headed,
        chromiumSandbox: isConfined,
        ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
        ...{ artifactsDir: join(folder, 'artifacts'), tracesDir: join(folder, 'artifacts') },
        args: FLAGS,
        env: environment(folder),
        timeout: LAUNCH_MS,
      }),
    )
    const browser = root.browser()
    if (!browser) throw new Error('it has no contexts')
    if (headed) closeOnce(root, browser)
    return running(browser, root, { folder, process: watched.process, release })
  } catch (error) {
    removeNow()
    release()
    const said = watched.process.said() || reasonIn(messageOf(error))
    throw new SandboxError(
      `Cannot start the browser ${executable}: ${said} (see that it starts, or set PALAESTRA_BROWSER)`,
      { cause: error },
    )
  } finally {
    watched.stop()
  }
}

interface Parts {
  readonly folder: string
  readonly process: BrowserProcess
  readonly release: () => void
}

function running(browser: Browser, root: BrowserContext, parts: Parts): RunningBrowser {
  const { folder, process, release } = parts
  const lost = new AbortController()
  let closing: Promise<void> | undefined
  const removed = async () => {
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
    release()
  }
  browser.on('disconnected', () => {
    if (closing) return
    const said = process.said()
    lost.abort(
      new SandboxError(
        `Cannot go on in the browser: it ended unexpectedly${said ? ` (${said})` : ''}`,
      ),
    )
    closing = removed()
  })
  return {
    ...{ browser, folder, process, lost: lost.signal },
    close() {
      process.hold(true)
      closing ??= root
        .close()
        .catch(() => {})
        .then(() => browser.close())
        .catch(() => {})
        .then(removed)
      return closing
    },
  }
}

/** The first window is nobody's: it goes once there is another. */
function closeOnce(root: BrowserContext, browser: Browser): void {
  browser.once('context', (context) => {
    context.once('page', () => {
      for (const page of root.pages()) page.close().catch(() => {})
    })
  })
}

function environment(folder: string): Record<string, string | undefined> {
  const temporary = join(folder, 'tmp')
  const isShort = temporary.length <= LONGEST_TMPDIR
  return {
    ...process.env,
    [MARKER]: folder,
    ...(isShort ? { TMPDIR: temporary, TMP: temporary, TEMP: temporary } : {}),
  }
}

/** Playwright's message goes on with all arguments and advice. */
function reasonIn(message: string): string {
  const lines = message.split('\n').map((line) => line.trim())
  return lines.find((line) => line !== '')?.replace(/^[\w.]+: /, '') ?? 'it gave no reason'
}
