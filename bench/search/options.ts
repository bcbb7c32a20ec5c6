import { parseArgs } from 'node:util'
import { ConfigError } from '../../core/index.ts'

const SIZES = [10_000, 100_000]
const MAX_PAGES = 10_000_000

/** Numbers of pages to measure at, ascending. @throws ConfigError for flags that are none. */
export function searchSizes(argv: readonly string[]): readonly number[] {
  const asked = parse(argv)
  if (asked === undefined) return SIZES
  const pages = Number(asked)
  if (!Number.isSafeInteger(pages) || pages < 1000 || pages > MAX_PAGES) {
    throw refusal(
      `--pages ${asked} is no whole number from 1000 to ${MAX_PAGES}`,
      'write --pages 1000000',
    )
  }
  return [...SIZES.filter((size) => size < pages), pages]
}

function parse(argv: readonly string[]): string | undefined {
  try {
    return parseArgs({ args: [...argv], options: { pages: { type: 'string' } } }).values.pages
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('.')[0] : String(error)
    throw refusal(`${reason}`, 'there is --pages alone')
  }
}

const refusal = (reason: string, advice: string) =>
  new ConfigError(`Cannot run bench search: ${reason} (${advice})`)
