import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { chromium as executable } from '../system-parts.ts'

/** A real Chromium, with nothing it would load by itself. */
export interface OpenBrowser extends AsyncDisposable {
  /** A page whose every request beyond its own files is refused and remembered. */
  page(options?: { readonly width?: number; readonly dark?: boolean }): Promise<WatchedPage>
  close(): Promise<void>
}

export interface WatchedPage {
  readonly page: Page
  /** Errors of the page's program, dialogs, and what it tried to load: all of it is unwanted. */
  readonly unwanted: readonly string[]
}

export async function openBrowser(): Promise<OpenBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'palaestra-browser-'))
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    executablePath: await pathOf(executable),
    headless: true,
    acceptDownloads: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  await context.grantPermissions(['clipboard-read', 'clipboard-write']).catch(() => {})
  const close = async () => {
    await context.close()
    await rm(profile, { recursive: true, force: true })
  }
  return {
    async page({ width = 1280, dark = false } = {}) {
      const page = await context.newPage()
      await page.setViewportSize({ width, height: width < 600 ? 844 : 800 })
      await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' })
      const unwanted: string[] = []
      page.on('pageerror', (error) => unwanted.push(`error: ${error.message}`))
      page.on('console', (message) => {
        if (message.type() === 'error') unwanted.push(`console: ${message.text()}`)
      })
      page.on('dialog', (dialog) => {
        unwanted.push(`dialog: ${dialog.message()}`)
        dialog.dismiss().catch(() => {})
      })
      page.on('request', (request) => {
        const url = request.url()
        if (!/^(file:|data:|blob:|http:\/\/127\.0\.0\.1:)/.test(url))
          unwanted.push(`request: ${url}`)
      })
      return { page, unwanted }
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** playwright-core wants a path, not a name to be looked up. */
async function pathOf(command: string): Promise<string> {
  if (command.includes('/')) return command
  const { access } = await import('node:fs/promises')
  for (const folder of (process.env['PATH'] ?? '').split(':')) {
    const path = join(folder, command)
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return path
  }
  throw new Error(`Cannot find ${command} on the PATH (npm run setup:system adds it)`)
}
