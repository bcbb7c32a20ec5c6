import { lstat, open, rm, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { basename, resolve } from 'node:path'
import { z } from 'zod'
import { ConfigError, didYouMean, fileReason, shellQuote } from '../../core/index.ts'
import { loadTaskGeneration } from '../../envs/index.ts'
import { defineCommand } from '../command.ts'
import { INTERRUPTED, listenForInterrupts } from '../interrupts.ts'
import { claimStdout, plainOutput } from '../output.ts'

const flags = z.strictObject({
  out: z
    .string()
    .optional()
    .describe('File for the tasks, one JSON object a line; by default <folder>-tasks.jsonl.'),
  limit: z.int().min(1).max(10_000).default(100).describe('Most tasks.'),
  seed: z.int().min(0).default(0).describe('The same seed gives the same tasks.'),
  hidden: z
    .array(z.string())
    .optional()
    .describe(
      'Test file or folder of tests that only judge; may be given again. By default those in hidden/, else about half of the test files.',
    ),
  operators: z
    .array(z.string())
    .optional()
    .describe('Only bugs of this kind; may be given again, or as a list with commas.'),
  split: z.enum(['train', 'validation', 'test']).default('train').describe('Split of the tasks.'),
  concurrency: z
    .int()
    .min(1)
    .max(64)
    .optional()
    .describe('Test runs at a time; by default one a core, four at most.'),
  timeoutMs: z
    .int()
    .min(500)
    .default(5000)
    .describe('Time all tests may take together, in milliseconds: a bug that loops ends by it.'),
  verify: z
    .enum(['yes', 'no'])
    .default('yes')
    .describe('Whether only tasks are kept that hold in the sandbox they are played in.'),
  json: z.boolean().default(false).describe('Print one line of JSON instead of a table.'),
  quiet: z.boolean().default(false).describe('Show no progress.'),
})
type Flags = z.output<typeof flags>
type Generation = Awaited<ReturnType<typeof loadTaskGeneration>>
type Task = Awaited<ReturnType<Generation['generateFor']>>[number]

export const generateCommand = defineCommand({
  name: 'tasks generate',
  verb: 'generate tasks',
  summary:
    'Make repair tasks of a repository of your own, by putting bugs into it that its tests see.',
  operands: [
    {
      name: 'folder',
      description:
        'JavaScript without dependencies that passes its node:test tests; its tests in two files or more.',
    },
  ],
  flags,
  examples: [
    'palaestra tasks generate my-library --out tasks.jsonl',
    'palaestra tasks generate my-library --hidden test/edge-cases.test.js --limit 40',
  ],
  async run({ operands: [folder = ''], flags: chosen }) {
    const output = chosen.json ? claimStdout() : plainOutput
    const generation = await loadTaskGeneration()
    const operators = operatorsOf(generation, chosen)
    const out = chosen.out ?? `${basename(resolve(folder))}-tasks.jsonl`
    const say = chosen.quiet ? () => {} : (line: string) => void process.stderr.write(`${line}\n`)
    await assertWritable(out)
    const interrupts = listenForInterrupts(() => say('Stopping: no tasks are written.'))
    try {
      const { seed, limit, split, timeoutMs, hidden } = chosen
      const repository = await generation.readRepository(folder, { hidden, seed })
      const { concurrency = Math.min(4, availableParallelism()) } = chosen
      say(`Hidden tests: ${Object.keys(repository.hiddenFiles).join(', ')}`)
      const made = await generation.generateFor(repository, {
        ...{ seed, limit, split, timeoutMs, concurrency },
        ...(operators ? { operators, hasFeatures: false } : {}),
        ...{ onProgress: say, signal: interrupts.stop },
      })
      const kept = chosen.verify === 'yes' ? await trusted(made) : made
      if (kept.length === 0) throw nothingFound(folder, made.length)
      await writeFile(out, kept.map((task) => `${JSON.stringify(task)}\n`).join(''))
      output.result(chosen.json ? asJson(folder, out, made, kept) : asTable(out, made, kept))
      return 0
    } catch (error) {
      if (interrupts.stop.aborted) return INTERRUPTED
      throw error
    } finally {
      interrupts.release()
    }

    async function trusted(made: readonly Task[]): Promise<readonly Task[]> {
      const { verifyRepairTasks } = generation
      const good = new Set<string>()
      for await (const { id, verdict, reason } of verifyRepairTasks(made).verify({
        ...{ concurrency: chosen.concurrency ?? 2, signal: interrupts.stop },
      })) {
        if (verdict === 'trusted') good.add(id)
        else say(`${id}: left out, ${verdict}: ${reason ?? ''}`)
      }
      interrupts.stop.throwIfAborted()
      return made.filter(({ id }) => good.has(id))
    }
  },
})

/** Told before minutes of work, not after. */
async function assertWritable(path: string): Promise<void> {
  const isNew = (await lstat(path).catch(() => undefined)) === undefined
  const file = await open(path, 'a').catch((error: unknown) => {
    const [reason, advice] = fileReason(error)
    throw new ConfigError(`Cannot write ${path}: ${reason} (${advice})`, { cause: error })
  })
  await file.close()
  // What was there is the user's: an empty file, a link, a device.
  if (isNew) await rm(path)
}

function operatorsOf({ operators }: Generation, { operators: wanted }: Flags) {
  const names = operators.map(({ name }) => name)
  const unknown = wanted?.find((name) => !names.includes(name))
  if (unknown !== undefined) {
    throw new ConfigError(
      `Cannot generate tasks: there is no operator ${unknown} (${didYouMean(unknown, names)})`,
    )
  }
  return wanted && operators.filter(({ name }) => wanted.includes(name))
}

function nothingFound(folder: string, made: number): ConfigError {
  return new ConfigError(
    made === 0
      ? `Cannot generate tasks of ${folder}: its hidden tests saw none of the bugs that were tried (write tests of more cases)`
      : `Cannot generate tasks of ${folder}: none of ${made} holds in the sandbox (see what was said of each, or give --verify no)`,
  )
}

const countBy = (tasks: readonly Task[], keyOf: (task: Task) => string) => {
  const counts: Record<string, number> = {}
  for (const key of tasks.map(keyOf).sort()) counts[key] = (counts[key] ?? 0) + 1
  return counts
}

function asJson(folder: string, out: string, made: readonly Task[], kept: readonly Task[]): string {
  return JSON.stringify({
    ...{ folder, out, made: made.length, tasks: kept.length },
    byLevel: countBy(kept, ({ difficulty }) => String(difficulty)),
    byKind: countBy(kept, ({ kind }) => kind),
  })
}

function asTable(out: string, made: readonly Task[], kept: readonly Task[]): string {
  const rows = (title: string, counts: Record<string, number>) => [
    title,
    ...Object.entries(counts).map(
      ([key, count]) => `  ${key.padEnd(22)}${String(count).padStart(5)}`,
    ),
  ]
  return [
    `${kept.length} tasks in ${out}${kept.length < made.length ? ` (${made.length - kept.length} left out)` : ''}`,
    '',
    ...rows(
      'level',
      countBy(kept, ({ difficulty }) => String(difficulty)),
    ),
    ...rows(
      'kind',
      countBy(kept, ({ kind }) => kind),
    ),
    '',
    `Play them: palaestra run --env swe/Repair-v0 --tasks ${shellQuote(out)} --agent repair`,
  ].join('\n')
}
