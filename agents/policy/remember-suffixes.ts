import type { Suffix } from './suffix.ts'

/** Of this many: envs of few words say the same to many episodes, and a template takes its time. */
const MOST = 512
/** Longer ones seldom come twice, in characters. */
const LONGEST = 1000

/** The same suffixes, each rendered once as long as it is among the last ones. */
export function rememberSuffixes(suffix: Suffix): Suffix {
  const known = new Map<string, ReturnType<Suffix>>()
  return (said, answers) => {
    // Of what was said, a suffix depends on the calls alone, and on none of their arguments.
    const calls = (said.toolCalls ?? []).map(({ id, name }) => [id, name])
    const key = JSON.stringify([calls, answers])
    const remembered = known.get(key)
    if (remembered !== undefined) return remembered
    const made = suffix(said, answers)
    if (key.length > LONGEST) return made
    known.set(key, made)
    const [oldest] = known.keys()
    if (known.size > MOST && oldest !== undefined) known.delete(oldest)
    return made
  }
}
