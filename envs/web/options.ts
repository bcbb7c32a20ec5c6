import { z } from 'zod'
import { type ToolSet, toolSetNames } from './act/tools.ts'
import type { ObserveOptions } from './observe/view.ts'
import type { Kept } from './session/session.ts'

const kept = (what: string) =>
  z.enum(['none', 'failures', 'all']).default('none').describe(`Of which episodes ${what}`)

/** What every web env can be told. */
export const webOptions = {
  actions: z
    .array(z.enum(toolSetNames as [ToolSet, ...ToolSet[]]))
    .min(1)
    .optional()
    .describe('Groups of actions the agent has (default: all that the family has a use for)'),
  snapshot: z.boolean().default(true).describe('Show the accessibility tree with refs'),
  snapshotChars: z.int().min(200).max(1_000_000).default(12_000).describe('Most characters of it'),
  html: z.boolean().default(false).describe('Show pruned HTML'),
  htmlChars: z.int().min(200).max(1_000_000).default(12_000).describe('Most characters of it'),
  screenshot: z
    .enum(['none', 'plain', 'marks'])
    .default('none')
    .describe('Show a screenshot, with numbered marks on what can be acted on or without'),
  screenshotPixels: z
    .int()
    .min(10_000)
    .max(10_000_000)
    .default(1_000_000)
    .describe('Most pixels of it, width times height: larger ones are scaled down'),
  location: z.boolean().default(true).describe('Show address and title'),
  tabs: z.boolean().default(true).describe('List the tabs, where there are several'),
  focus: z.boolean().default(true).describe('Tell what has the focus'),
  errors: z.boolean().default(true).describe('Tell why an action failed'),
  chat: z.boolean().default(true).describe('Show what was said with the user'),
  width: z.int().min(200).max(4000).default(1280).describe('Of the window, in pixels'),
  height: z.int().min(200).max(4000).default(720).describe('Of the window, in pixels'),
  locale: z.string().min(2).max(20).default('en-US').describe('Language of the browser'),
  timezone: z.string().min(1).max(60).default('UTC').describe('Time zone of the browser'),
  actionTimeoutMs: z
    .int()
    .min(50)
    .max(60_000)
    .default(5000)
    .describe('Time an action may take to find its element able to be acted on'),
  loadTimeoutMs: z
    .int()
    .min(200)
    .max(120_000)
    .default(10_000)
    .describe('Time a page may take to come to rest'),
  trace: kept('a Playwright trace is kept'),
  video: kept('a video is kept'),
  screenshots: kept('a screenshot of every step is kept, for the report'),
  recordTo: z
    .string()
    .min(1)
    .default('palaestra-runs/web-recordings')
    .describe('Folder of traces and videos'),
  headed: z.boolean().default(false).describe('Show the window of the browser'),
} as const

export type WebOptions = z.output<z.ZodObject<typeof webOptions>>

/** What observations are made of. */
export const observeOptions = (options: WebOptions): ObserveOptions => options

/** What is kept for people. */
export const recordingOptions = (options: WebOptions, name: string) => {
  const { trace, video, screenshots, recordTo: folder } = options
  return {
    trace: trace as Kept,
    video: video as Kept,
    screenshots: screenshots as Kept,
    folder,
    name,
  }
}
