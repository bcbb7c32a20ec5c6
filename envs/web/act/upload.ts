import type { Locator, Page } from 'playwright-core'
import type { ActContext } from './act-context.ts'
import { attempt } from './attempt.ts'
import { Blocked, listed, quoted } from './blocked.ts'
import { isTimeout, plain } from './playwright-error.ts'
import type { Handler } from './target.ts'

/** Files of the task, by name: none of this machine can be reached. */
export const upload: Handler<'upload'> = async (context, { ref, files }) => {
  const payloads = files.map((name) => payloadOf(context, name))
  return attempt(
    context,
    ref,
    async ({ locator, label }, timeout) => {
      try {
        await locator.setInputFiles(payloads, { timeout })
      } catch (error) {
        if (!plain(error).includes('not an HTMLInputElement')) throw error
        const chooser = await chooserOf(context.page, locator, timeout)
        if (!chooser) throw new Blocked(`${label} is no file field, and opens none.`)
        await chooser.setFiles(payloads, { timeout })
      }
    },
    {
      words: (text, label) =>
        text.includes('Non-multiple') ? `${label} takes one file only.` : null,
    },
  )
}

interface Payload {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

function payloadOf({ files }: ActContext, name: string): Payload {
  const file = files.find((file) => file.name === name)
  if (!file) {
    const given = listed(files.map((file) => file.name))
    throw new Blocked(`The task gives no file ${quoted(name)}. It gives: ${given}.`)
  }
  return { name, mimeType: file.mimeType, buffer: Buffer.from(file.content) }
}

/** What a click on a button opens; null: nothing. */
async function chooserOf(page: Page, button: Locator, timeout: number) {
  const opened = page.waitForEvent('filechooser', { timeout }).catch((error: unknown) => {
    if (isTimeout(error)) return null
    throw error
  })
  opened.catch(() => {}) // Nobody listens where the click fails first.
  await button.click({ timeout, noWaitAfter: true })
  return opened
}
