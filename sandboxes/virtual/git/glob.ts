type Step =
  | { readonly kind: 'one'; readonly accepts: (char: string) => boolean }
  | { readonly kind: 'many'; readonly accepts: (char: string) => boolean }
  /** Nothing, or anything up to a slash. */
  | { readonly kind: 'folders' }

export type PathMatcher = (path: string) => boolean

const any = () => true
const inName = (char: string) => char !== '/'
const MAX_GLOB = 1024

/**
 * Matches whole paths against a glob in time that only grows with both lengths: patterns are the
 * agent's, and a regular expression made of one can take forever. `name` globs are those of
 * `.gitignore`, where a star ends at a slash; in `path` globs it does not.
 */
export function compileGlob(
  glob: string,
  style: 'name' | 'path',
  prefix: Step[] = [],
): PathMatcher {
  if (glob.length > MAX_GLOB) return () => false
  const steps = [...prefix, ...(style === 'name' ? nameSteps(glob) : pathSteps(glob))]
  return (path) => matches(steps, path)
}

/** What stands before a glob: a folder as it is, and any folders below it unless `anchored`. */
export function prefixSteps(folder: string, anchored: boolean): Step[] {
  const steps = [...folder].map(literal)
  return anchored ? steps : [...steps, { kind: 'folders' }]
}

function literal(char: string): Step {
  return { kind: 'one', accepts: (other) => other === char }
}

function pathSteps(glob: string): Step[] {
  return [...glob].map((char) => {
    if (char === '*') return { kind: 'many', accepts: any }
    return char === '?' ? { kind: 'one', accepts: any } : literal(char)
  })
}

function nameSteps(glob: string): Step[] {
  const tokens = glob.match(/\*\*\/|\/\*\*$|\*+|\?|\[[^\]]*\]|\\.|./gsu) ?? []
  return tokens.flatMap((token): Step[] => {
    if (token === '**/') return [{ kind: 'folders' }]
    if (token === '/**') return [literal('/'), { kind: 'many', accepts: any }]
    if (token.startsWith('*')) return [{ kind: 'many', accepts: inName }]
    if (token === '?') return [{ kind: 'one', accepts: inName }]
    if (token.startsWith('[') && token.length > 2) return [{ kind: 'one', accepts: classOf(token) }]
    return [...token.replace(/^\\(?=.)/s, '')].map(literal)
  })
}

/** `[a-z]`, `[!abc]`. */
function classOf(token: string): (char: string) => boolean {
  const negated = /^\[[!^]/.test(token)
  const chars = [...token.slice(negated ? 2 : 1, -1)]
  const ranges: [string, string][] = []
  for (let at = 0; at < chars.length; at++) {
    const from = chars[at] ?? ''
    const to = chars[at + 1] === '-' ? chars[at + 2] : undefined
    ranges.push([from, to ?? from])
    if (to !== undefined) at += 2
  }
  return (char) => ranges.some(([from, to]) => from <= char && char <= to) !== negated
}

/** All places in the steps that the path read so far can have led to, one after the other. */
function matches(steps: readonly Step[], path: string): boolean {
  // A place inside of `folders` is kept apart: it is only left by a slash.
  let places = new Uint8Array(steps.length + 1)
  let inside = new Uint8Array(steps.length + 1)
  reach(steps, places, inside, 0)
  for (const char of path) {
    const nextPlaces = new Uint8Array(steps.length + 1)
    const nextInside = new Uint8Array(steps.length + 1)
    for (const [index, step] of steps.entries()) {
      if (step.kind === 'folders') {
        if (!inside[index]) continue
        nextInside[index] = 1
        if (char === '/') reach(steps, nextPlaces, nextInside, index + 1)
      } else if (places[index] && step.accepts(char)) {
        reach(steps, nextPlaces, nextInside, step.kind === 'many' ? index : index + 1)
      }
    }
    places = nextPlaces
    inside = nextInside
  }
  return places[steps.length] === 1
}

/** Marks a place and those behind it that need no character. */
function reach(
  steps: readonly Step[],
  places: Uint8Array,
  inside: Uint8Array,
  start: number,
): void {
  for (let index = start; !places[index]; index++) {
    places[index] = 1
    const step = steps[index]
    if (step?.kind === 'folders') inside[index] = 1
    if (!step || step.kind === 'one') return
  }
}
