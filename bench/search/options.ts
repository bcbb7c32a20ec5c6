import { parseArgs } from 'node:util'
import { ConfigError } from '../../core/index.ts'

export interface SearchBenchOptions {
  /** Numbers of pages to measure at, ascending. */
  readonly sizes: readonly number[]
  /** Pages and questions of Atlas instead of made-up words. */
  readonly atlas: boolean
  /** Interpreter of the peers in Python. */
  readonly python: string
}

const SIZES = [10_000, 100_000]
const MAX_PAGES = 10_000_000
const MAX_ATLAS = 1_000_000

/** @throws ConfigError for flags that are none. */
export function searchBenchOptions(argv: readonly string[]): SearchBenchOptions {
  const { pages: asked, atlas, python } = parse(argv)
  if (asked === undefined) return { sizes: SIZES, atlas, python }
  const pages = Number(asked)
  const most = atlas ? MAX_ATLAS : MAX_PAGES
  if (!Number.isSafeInteger(pages) || pages < 1000 || pages > most) {
    throw refusal(
      `--pages ${asked} is no whole number from 1000 to ${most}`,
      'write --pages 1000000',
    )
  }
  return { sizes: [...SIZES.filter((size) => size < pages), pages], atlas, python }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        pages: { type: 'string' },
        atlas: { type: 'boolean', default: false },
        python: { type: 'string', default: 'python3' },
      },
    }).values
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('.')[0] : String(error)
    throw refusal(`${reason}`, 'there are --pages, --atlas and --python')
  }
}

const refusal = (reason: string, advice: string) =>
  new ConfigError(`Cannot run bench search: ${reason} (${advice})`)
