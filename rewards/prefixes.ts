import type { TokenSample, Trajectory } from '../core/index.ts'
import type { Encode } from './gold-belief.ts'
import { readSoFar, shown } from './read-so-far.ts'

type Ids = readonly number[]
interface Drawn {
  readonly prompt: Ids
  readonly sample: TokenSample
}

/**
 * What was read before each decision, and after the last, each with the stub behind it. Where the policy's
 * prompts are recorded as tokens these are what is read; else observations, messages and actions as text,
 * of which every piece is encoded once.
 */
export async function prefixesOf(
  trajectory: Trajectory,
  encode: Encode,
  stub: string,
): Promise<readonly Ids[]> {
  const drawn = drawnOf(trajectory)
  const bare = await encode(stub)
  const prefixes = drawn.map((own) => own && [...own.prompt, ...bare])
  const last = drawn.at(-1)
  const whole = last && [
    ...last.prompt,
    ...last.sample.ids,
    ...(await encode(`\n${readLast(trajectory)}\n`)),
    ...bare,
  ]
  const all = [...prefixes, whole]
  if (all.every((prefix) => prefix !== undefined)) return all
  const texts = await textPrefixes(readSoFar(trajectory), encode, stub)
  return texts.map((text, index) => all[index] ?? text)
}

/** Each text begins with the one before. */
async function textPrefixes(
  texts: readonly string[],
  encode: Encode,
  stub: string,
): Promise<readonly Ids[]> {
  const end = await encode(`\n${stub}`)
  const prefixes: Ids[] = []
  let read: Ids = []
  for (const [index, text] of texts.entries()) {
    read = [...read, ...(await encode(text.slice(texts[index - 1]?.length ?? 0)))]
    prefixes.push([...read, ...end])
  }
  return prefixes
}

/** What the last decision led to: no prompt holds it any more. */
function readLast({ turns, decisions }: Trajectory): string {
  return turns
    .filter(({ decision }) => decision === decisions.length - 1)
    .map(({ observation }) => shown(observation))
    .join('\n')
}

/** The sample of each decision's message with its prompt, from its beginning; undefined where none was recorded. */
function drawnOf({ decisions }: Trajectory): readonly (Drawn | undefined)[] {
  const all: Drawn[] = []
  return decisions.map(({ samples }) => {
    let own: Drawn | undefined
    for (const sample of samples) {
      const parent = sample.parent === null ? undefined : all[sample.parent]
      const before = parent ? [...parent.prompt, ...parent.sample.ids] : []
      const drawn = { prompt: [...before, ...sample.newPromptIds], sample }
      all.push(drawn)
      if (sample.purpose === 'act') own = drawn
    }
    return own
  })
}
