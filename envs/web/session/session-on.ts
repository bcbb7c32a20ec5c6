import type { Page } from 'playwright-core'
import type { ActContext } from '../act/act-context.ts'
import { performAction } from '../act/perform.ts'
import type { ContextLease } from '../browser/lease.ts'
import { takePage } from '../browser/open-context.ts'
import { startRecording } from '../browser/recording.ts'
import { createLook } from '../observe/look.ts'
import { watchActivity } from './activity.ts'
import { allowsAddress } from './address.ts'
import { determinismScript, momentScript } from './determinism.ts'
import { createDialogs } from './dialogs.ts'
import { createDownloads } from './downloads.ts'
import { evaluateIsolated } from './evaluate-isolated.ts'
import { createFailure, sandboxError } from './failure.ts'
import { createNotes } from './notes.ts'
import type { Acted, SessionOptions, WebSession } from './session.ts'
import { isAnswering, settle } from './settle.ts'
import { createTabs } from './tabs.ts'
import { wallMs, within } from './timers.ts'

/** Virtual time that passes with every action. */
const ACTION_MS = 1000
const ANSWER_MS = 10_000

/** A session in a context that was leased for it. */
export async function sessionOn(lease: ContextLease, options: SessionOptions): Promise<WebSession> {
  const { context, gateway } = lease
  const { seed, loadTimeoutMs, signal } = options
  const failure = createFailure(lease.lost, signal)
  const notes = createNotes()
  const activity = watchActivity(context, gateway)
  const downloads = createDownloads(notes)
  let leaving: Promise<unknown> = Promise.resolve()
  const dialogs = createDialogs(notes, (page) => {
    leaving = Promise.all([leaving, leave(page)])
    leaving.catch(() => {})
  })
  const tabs = createTabs({
    ...{ context, notes },
    arrived: () => activity.arrived(),
    watch(page, session) {
      activity.watch(page, session)
      dialogs.watch(page)
      downloads.watch(page)
      page.on('crash', () => failure.fail(sandboxError('the page crashed')))
    },
    async load(page, url) {
      await page.goto(url, { timeout: loadTimeoutMs, waitUntil: 'commit' })
    },
  })
  let isClean = true
  let isClosed = false
  let step = 0
  let time = options.time

  const page = await takePage(context)
  const [, added] = await Promise.all([
    context.addInitScript(determinismScript),
    context.addInitScript(momentScript({ time, seed, step })),
    options.initScript === undefined ? null : context.addInitScript(options.initScript),
  ])
  let moment = added
  const tell = async () => {
    // Nothing can be told to a page behind a dialog.
    if (dialogs.isAnyOpen()) return
    const before = moment
    // Of two, the later one has the last word.
    moment = await context.addInitScript(momentScript({ time, seed, step }))
    await before.dispose()
  }
  /** Leaves a page that can no longer be talked to. */
  const leave = async (page: Page) => {
    isClean = false
    notes.once('The page no longer answered and was left.')
    await tabs.replace(page)
    activity.giveUp()
  }

  const rest = async (ms: number, deadline: number): Promise<void> => {
    const settling = {
      activity,
      dialogs,
      pages: () => tabs.pages(),
      current: () => (tabs.count() > 0 ? tabs.current() : null),
    }
    await leaving
    await tabs.arrange()
    const settled = await settle(settling, time + ms, deadline)
    time += ms
    await leaving
    if (settled === 'hung' && tabs.count() > 0) await leave(tabs.current())
    if (settled === 'restless') {
      notes.once('The page did not come to rest and was not waited for any longer.')
      const pages = tabs.pages()
      await within(Promise.allSettled(pages.map(stop)), 1000, undefined)
      activity.giveUp()
      if (tabs.count() > 0 && !(await isAnswering(tabs.current(), dialogs)))
        await leave(tabs.current())
    }
    await downloads.settled()
    await tabs.arrange()
  }
  const stop = async (page: Page) => (await tabs.session(page)).send('Page.stopLoading')

  /** An error of our own servers, or of a tape, is none of the policy's. */
  const assertServed = () => {
    if (gateway.failure !== undefined) throw gateway.failure
  }

  const look = createLook({
    observe: options.observe,
    tabs,
    dialog: () => dialogs.of(tabs.current()),
    timeoutMs: Math.max(ANSWER_MS, loadTimeoutMs),
  })
  // Of a page behind a dialog there is no picture.
  const shown = () => (dialogs.isAnyOpen() ? null : tabs.current())
  const record = await startRecording(context, shown, options.recording)
  let isKept = false
  /** What expressions last came to. */
  const answers = new Map<string, unknown>()
  const isAllowed = allowsAddress(options.site, options.liveHosts)
  const deadline = () => wallMs() + loadTimeoutMs

  const actContext = (): ActContext => ({
    page: tabs.current(),
    locate: (ref) => look.locate(ref),
    describe: (ref) => look.describe(ref),
    files: options.files,
    timeoutMs: options.actionTimeoutMs,
    loadTimeoutMs,
    tabs,
    dialogs: {
      open: () => dialogs.of(tabs.current()),
      answer: (accept, text) => dialogs.answer(tabs.current(), accept, text),
    },
    advance: (ms) => rest(ms, deadline()),
    isAllowed,
  })

  const session: WebSession = {
    act: (action) =>
      failure.guard(
        (async (): Promise<Acted> => {
          dialogs.begin(action.tool === 'dialog')
          step++
          await tell()
          const page = tabs.current()
          const acted = await performAction(actContext(), action).catch((error): Acted => {
            // A tab that closed itself under the action is no failure; anything else thrown is one.
            if (!page.isClosed()) throw failure.reason() ?? sandboxError('the page died', error)
            return { error: null, notes: [] }
          })
          await rest(ACTION_MS, deadline())
          assertServed()
          await record.shot(action.tool)
          return { error: acted.error, notes: [...acted.notes, ...notes.take()] }
        })(),
      ),
    view: () => failure.guard(look.view()),
    advance: (ms) => failure.guard(rest(ms, deadline())),
    evaluateIsolated: (expression) =>
      failure.guard(
        (async () => {
          const page = tabs.current()
          const work = evaluateIsolated(await tabs.session(page), expression, ANSWER_MS)
          work.catch(() => {})
          // A page behind a dialog cannot be asked, and waiting would not help: nobody answers meanwhile.
          const behind = dialogs.opened(page).then(() => answers.get(expression) ?? null)
          const answer = await Promise.race([work, behind])
          answers.set(expression, answer)
          return answer as never
        })(),
      ),
    traffic: {
      get served() {
        return gateway.served
      },
      get blocked() {
        return gateway.blocked
      },
      get open() {
        return gateway.open
      },
    },
    downloads: downloads.kept,
    keep(isFailure) {
      isKept = true
      return record.keep(isFailure)
    },
    async close() {
      if (isClosed) return
      isClosed = true
      if (!isKept) await record.keep(false).catch(() => {})
      failure.close()
      // A page is used again: what still listens would be told of every later episode, too.
      const detach = async (page: Page) => (await tabs.session(page)).detach()
      await within(Promise.allSettled(tabs.pages().map(detach)), 1000, undefined)
      await lease.release(isClean && failure.reason() === undefined)
    },
    [Symbol.asyncDispose]: () => session.close(),
  }

  await failure
    .guard(
      (async () => {
        await tabs.adopt(page)
        const [first = 'about:blank', ...others] = options.start
        const until = deadline()
        await start(tabs.current(), first)
        for (const url of others) {
          await tabs.open()
          await start(tabs.current(), url)
        }
        await tabs.show(1)
        await rest(ACTION_MS, until)
        assertServed()
        await record.shot('start')
        notes.take()
      })(),
    )
    .catch((error: unknown) => {
      failure.close()
      throw error
    })
  return session

  async function start(page: Page, url: string): Promise<void> {
    await Promise.race([
      page.goto(url, { timeout: loadTimeoutMs, waitUntil: 'commit' }).catch((error: unknown) => {
        if (!/Timeout|interrupted|Download is starting/.test(String(error))) throw error
      }),
      dialogs.opened(page),
    ])
  }
}
