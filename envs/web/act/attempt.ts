import type { ActContext } from './act-context.ts'
import { Blocked, listed } from './blocked.ts'
import { inTime } from './deadline.ts'
import { type Facts, inspect } from './inspect.ts'
import { isDeath, plain } from './playwright-error.ts'
import { type Target, targetOf } from './target.ts'

/** A page has that long to tell why, however short the time to act was. */
const ANSWER_MS = 5000

/** How an action takes an element, for the words of its failure. */
export interface AttemptOptions {
  /** It writes: a read-only field is in its way. */
  readonly writes?: boolean
  /** What it chooses of a select. */
  readonly options?: readonly string[]
  /** What Playwright objects to, in words for a policy. */
  readonly words?: (text: string, label: string, facts: Facts) => string | null
}

/** Does something with an element of the last snapshot. @throws Blocked that says what was in its way. */
export async function attempt(
  context: ActContext,
  ref: string,
  work: (target: Target, timeout: number) => Promise<unknown>,
  options: AttemptOptions = {},
): Promise<readonly string[]> {
  const target = targetOf(context, ref)
  try {
    await work(target, context.timeoutMs)
    return []
  } catch (error) {
    if (error instanceof Blocked || isDeath(error)) throw error
    throw new Blocked(await reasonOf(context, target, error, options))
  }
}

/** The element is asked only now: what works needs no reasons. */
async function reasonOf(
  { timeoutMs }: ActContext,
  { locator, label }: Target,
  error: unknown,
  { writes = false, options, words }: AttemptOptions,
): Promise<string> {
  const timeout = Math.max(timeoutMs, ANSWER_MS)
  const asked = locator
    .count()
    .then(async (count) =>
      count === 0 ? null : await locator.evaluate(inspect, undefined, { timeout }),
    )
  const facts = await inTime(timeout, asked)
  const text = plain(error)
  if (!facts || /not attached/.test(text)) return `${label} is gone since the last snapshot.`
  return (
    words?.(text, label, facts) ??
    (options ? reasonOfSelect(label, facts, options) : null) ??
    reasonOfState(label, facts, writes) ??
    `${label} could not be acted on within ${timeoutMs} ms.`
  )
}

function reasonOfState(label: string, facts: Facts, writes: boolean): string | null {
  if (!facts.isVisible)
    return `${label} is not visible: something has to be opened or closed first.`
  if (facts.isDisabled) return `${label} is disabled: something else has to be done first.`
  if (writes && facts.isReadOnly) return `${label} is read-only.`
  if (facts.cover) {
    const { kind, name } = facts.cover
    return `${label} is covered by ${kind}${name === '' ? '' : ` ${JSON.stringify(name)}`}: that has to be closed or moved first.`
  }
  return facts.isInView ? null : `${label} lies outside the view and cannot be scrolled into it.`
}

function reasonOfSelect(label: string, facts: Facts, asked: readonly string[]): string | null {
  if (facts.tag !== 'select') {
    return `${label} is no select but ${named(facts)}: click it, and then what it shows.`
  }
  const known = facts.options.map((option) => option.replace(/\s+/g, ' ').trim())
  const missing = asked.filter((option) => !known.includes(option.replace(/\s+/g, ' ').trim()))
  if (facts.isDisabled || missing.length === 0) return null
  return `${label} has no option ${missing.map((option) => JSON.stringify(option)).join(', ')}. Its options: ${listed(known)}.`
}

/** `input of type date`, `div` */
export const named = ({ tag, type }: Facts): string =>
  tag === 'input' ? `an input of type ${type}` : `a ${tag} element`
