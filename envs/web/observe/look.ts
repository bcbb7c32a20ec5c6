import type { Locator, Page } from 'playwright-core'
import type { TabStrip } from '../session/tabs.ts'
import { within } from '../session/timers.ts'
import { prunedHtml } from './html.ts'
import { pictureOf } from './screenshot.ts'
import { emptySnapshot, type Snapshot, snapshotOf } from './snapshot.ts'
import type { ObserveOptions, OpenDialog, View } from './view.ts'

/** Looks at the tab in front, and knows what the last look showed. */
export interface Look {
  view(): Promise<View>
  locate(ref: string): Locator | undefined
  describe(ref: string): string | undefined
}

export interface LookOptions {
  readonly observe: ObserveOptions
  readonly tabs: TabStrip
  readonly dialog: () => OpenDialog | null
  readonly timeoutMs: number
}

export function createLook({ observe, tabs, dialog, timeoutMs }: LookOptions): Look {
  let last: { readonly page: Page; readonly snapshot: Snapshot } | null = null
  const titles = new WeakMap<Page, string>()
  const titleOf = async (page: Page) => {
    const known = titles.get(page) ?? ''
    const title = await within(
      page.title().catch(() => known),
      timeoutMs,
      known,
    )
    titles.set(page, title)
    return title
  }
  const tabsWith = (title: (page: Page) => string) =>
    tabs.pages().map((page) => ({
      title: title(page),
      url: page.url(),
      active: page === tabs.current(),
    }))

  const look: Look = {
    async view() {
      const page = tabs.current()
      const open = dialog()
      if (open) {
        last = null
        const shown = tabsWith((tab) => titles.get(tab) ?? '')
        const { title = '' } = shown.find(({ active }) => active) ?? {}
        return {
          ...{ url: page.url(), title, tabs: shown, dialog: open, nodes: [] },
          ...{ snapshot: null, html: null, screenshot: null, focused: null },
        }
      }
      const [snapshot] = await Promise.all([
        observe.snapshot || observe.screenshot === 'marks'
          ? snapshotOf(page, timeoutMs)
          : emptySnapshot,
        ...tabs.pages().map(titleOf),
      ])
      last = { page, snapshot }
      const session = await tabs.session(page)
      const html = observe.html ? await prunedHtml(session, observe.htmlChars, snapshot) : null
      const marks = observe.screenshot === 'marks' ? snapshot.boxes : []
      const screenshot =
        observe.screenshot === 'none'
          ? null
          : await pictureOf(session, observe.screenshotPixels, marks)
      const shown = tabsWith((tab) => titles.get(tab) ?? '')
      return {
        ...{ url: page.url(), title: titles.get(page) ?? '', tabs: shown, dialog: null },
        ...{ nodes: snapshot.nodes, focused: snapshot.focused, html, screenshot },
        snapshot: observe.snapshot ? snapshot.text(observe.snapshotChars) : null,
      }
    },
    locate(ref) {
      const found = last?.snapshot.elements.get(ref)
      return found && last?.page.locator(`aria-ref=${found.ref}`)
    },
    describe: (ref) => last?.snapshot.elements.get(ref)?.label,
  }
  return look
}
