import { join } from 'node:path'
import { z } from 'zod'
import { ConfigError } from '../../core/index.ts'
import { aggregateRuns, buildReport, serveReport } from '../../runs/index.ts'
import { defineCommand } from '../command.ts'
import { formatSeconds } from '../format.ts'
import { INTERRUPTED, listenForInterrupts } from '../interrupts.ts'
import { openPage } from '../open-page.ts'
import { claimStdout, plainOutput } from '../output.ts'
import { newestRun, RUNS, stamp } from '../run-folder.ts'

const flags = z.strictObject({
  out: z
    .string()
    .optional()
    .describe(
      'File of the page; by default report.html in the folder of the run, or in palaestra-runs for several.',
    ),
  open: z.boolean().default(false).describe('Show the page in the browser.'),
  serve: z
    .boolean()
    .default(false)
    .describe('Serve the page on this machine and follow runs that go on, until Ctrl-C.'),
  port: z
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe('Port of --serve; by default 4747, or a free one where that is taken.'),
  maxTranscripts: z
    .int()
    .min(0)
    .max(300)
    .default(96)
    .describe('MiB of compressed transcripts the page holds, about; further ones are left out.'),
  maxSamples: z
    .int()
    .min(0)
    .max(300)
    .default(16)
    .describe(
      'MiB of compressed tokens of training runs the page holds, about; further ones are left out.',
    ),
  json: z
    .boolean()
    .default(false)
    .describe('Print the aggregates as one line of JSON; a page is made only with --out.'),
  quiet: z.boolean().default(false).describe('Show no progress.'),
})
type Flags = z.output<typeof flags>

const DEFAULT_PORT = 4747

export const reportCommand = defineCommand({
  name: 'report',
  summary:
    'Make a page that shows what the agents did, or learnt, of one run or of several compared.',
  operands: [
    {
      name: 'run',
      description: 'Folders of runs; without any, the latest run in palaestra-runs.',
      many: true,
    },
  ],
  flags,
  examples: [
    'palaestra report palaestra-runs/my-run --open',
    'palaestra report palaestra-runs/before palaestra-runs/after --out compared.html',
    'palaestra report palaestra-runs/my-run --serve',
    'palaestra report palaestra-runs/seed-1 palaestra-runs/seed-2 --out training.html',
  ],
  async run({ operands, flags: chosen }) {
    const dirs = operands.length > 0 ? operands : [await latest()]
    if (chosen.serve) return serve(dirs, chosen)
    if (chosen.json) {
      claimStdout().result(JSON.stringify(await aggregateRuns(dirs)))
      if (chosen.out === undefined) return 0
    }
    return build(dirs, chosen)
  },
})

async function build(dirs: readonly string[], chosen: Flags): Promise<number> {
  const out = chosen.out ?? defaultPage(dirs)
  const interrupts = listenForInterrupts(() => {})
  const started = performance.now()
  let shownAt = started
  try {
    const { bytes, notes, ...counts } = await buildReport(dirs, {
      out,
      maxTranscriptsMiB: chosen.maxTranscripts,
      maxSamplesMiB: chosen.maxSamples,
      signal: interrupts.stop,
      onProgress(read) {
        if (chosen.quiet || performance.now() - shownAt < 2000) return
        shownAt = performance.now()
        process.stderr.write(`${read.toLocaleString('en-US')} episodes read\n`)
      },
    })
    for (const note of notes) process.stderr.write(`${note}\n`)
    if (!chosen.json) {
      const size = `${(bytes / 2 ** 20).toFixed(1)} MiB`
      const seconds = formatSeconds((performance.now() - started) / 1000)
      plainOutput.result(`${out} (${countsLine(counts)}, ${size}, made in ${seconds})`)
    }
    if (chosen.open) await show(out)
    return 0
  } catch (error) {
    if (!interrupts.stop.aborted) throw error
    process.stderr.write('Stopped: no page was written.\n')
    return INTERRUPTED
  } finally {
    interrupts.release()
  }
}

/** What the page is about: training is counted in updates. */
function countsLine(counts: Readonly<Record<'episodes' | 'updates' | 'samples', number>>): string {
  const { episodes, updates, samples } = counts
  const plural = (count: number, one: string) =>
    `${count.toLocaleString('en-US')} ${one}${count === 1 ? '' : 's'}`
  const parts = [
    ...(updates > 0 ? [plural(updates, 'update')] : []),
    ...(samples > 0 ? [plural(samples, 'stored episode')] : []),
  ]
  if (episodes > 0 || updates === 0) parts.unshift(plural(episodes, 'episode'))
  return parts.join(', ')
}

async function serve(dirs: readonly string[], chosen: Flags): Promise<number> {
  for (const flag of ['json', 'out'] as const) {
    if (!chosen[flag]) continue
    throw new ConfigError(`Cannot report: --serve writes nothing (leave --${flag} out)`)
  }
  const interrupts = listenForInterrupts(() => {})
  const onError = (error: unknown) =>
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  try {
    const { port = DEFAULT_PORT } = chosen
    await using server = await serveReport(dirs, { port, onError }).catch((error: unknown) => {
      if (chosen.port !== undefined || !isTaken(error)) throw error
      return serveReport(dirs, { port: 0, onError })
    })
    plainOutput.result(`${server.url} (Ctrl-C ends it)`)
    if (chosen.open) await show(server.url)
    await new Promise<void>((resolve) => {
      if (interrupts.stop.aborted) resolve()
      interrupts.stop.addEventListener('abort', () => resolve(), { once: true })
    })
    return 0
  } finally {
    interrupts.release()
  }
}

async function show(target: string): Promise<void> {
  if (await openPage(target)) return
  process.stderr.write(`Cannot open a browser here: open ${target} yourself.\n`)
}

async function latest(): Promise<string> {
  const dir = await newestRun()
  if (dir) return dir
  throw new ConfigError(
    `Cannot report: there is no run in ${RUNS} (play one with palaestra run, or name the folder of one)`,
  )
}

function defaultPage(dirs: readonly string[]): string {
  const [first, ...rest] = dirs
  return first !== undefined && rest.length === 0
    ? join(first, 'report.html')
    : join(RUNS, `report-${stamp(new Date())}.html`)
}

function isTaken(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
}
