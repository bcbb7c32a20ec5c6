import type { Row } from './rows.ts'
import type { Term } from './terms.ts'

/**
 * The bytes of tokens as a tree, its nodes in the order of a walk that goes down first: what cannot be
 * written is skipped with all that is under it.
 */
export interface TokenTrie {
  /** By node. */
  readonly byte: Uint8Array
  /** By node: bytes before its own. */
  readonly depth: Uint16Array
  /** By node: the first node that is not under it. */
  readonly end: Int32Array
  /** By node: its tokens are `ids[from]` .. `ids[to - 1]`. */
  readonly from: Int32Array
  readonly to: Int32Array
  readonly ids: Int32Array
  /** By byte: the node of tokens that begin with it, -1 for none. */
  readonly roots: Int32Array
}

export interface TokenTries {
  readonly all: TokenTrie
  /** Of tokens that are one character, or a part of one. */
  readonly short: TokenTrie
}

const LONGEST = 65_535
const kept = new WeakMap<object, Map<string, TokenTries>>()

/** Those of a vocabulary without its stop ids, made once: they take a second where it is large. */
export function triesOf(
  tokens: readonly (Uint8Array | null)[],
  stopIds: readonly number[],
): TokenTries {
  const ofTokens = kept.get(tokens) ?? new Map<string, TokenTries>()
  kept.set(tokens, ofTokens)
  const key = stopIds.join()
  const stops = new Set(stopIds)
  const tries = ofTokens.get(key) ?? {
    all: createTrie(tokens, (_, id) => !stops.has(id)),
    short: createTrie(tokens, (bytes, id) => !stops.has(id) && isWithinCharacter(bytes)),
  }
  ofTokens.set(key, tries)
  return tries
}

/** Of all tokens that `isIn` takes; those without bytes never are. */
export function createTrie(
  tokens: readonly (Uint8Array | null)[],
  isIn: (bytes: Uint8Array, id: number) => boolean,
): TokenTrie {
  // A character for each byte: the engine compares strings faster than arrays.
  const sorted: { readonly id: number; readonly text: string }[] = []
  tokens.forEach((bytes, id) => {
    if (bytes && bytes.length > 0 && bytes.length < LONGEST && isIn(bytes, id)) {
      sorted.push({ id, text: Buffer.from(bytes).toString('latin1') })
    }
  })
  sorted.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : a.id - b.id))
  let count = 0
  sorted.forEach(({ text }, place) => {
    count += text.length - shared(sorted[place - 1]?.text ?? '', text)
  })

  const byte = new Uint8Array(count)
  const depth = new Uint16Array(count)
  const end = new Int32Array(count)
  const from = new Int32Array(count)
  const to = new Int32Array(count)
  const roots = new Int32Array(256).fill(-1)
  const open: number[] = []
  let node = 0
  sorted.forEach(({ text }, place) => {
    const common = shared(sorted[place - 1]?.text ?? '', text)
    while (open.length > common) end[open.pop() ?? 0] = node
    for (let i = common; i < text.length; i++) {
      if (i === 0) roots[text.charCodeAt(0)] = node
      byte[node] = text.charCodeAt(i)
      depth[node] = i
      open.push(node++)
    }
    const last = open.at(-1) ?? 0
    if (to[last] === 0) from[last] = place
    to[last] = place + 1
  })
  while (open.length > 0) end[open.pop() ?? 0] = node
  return { byte, depth, end, from, to, ids: Int32Array.from(sorted, ({ id }) => id), roots }
}

function shared(a: string, b: string): number {
  const most = Math.min(a.length, b.length)
  let length = 0
  while (length < most && a[length] === b[length]) length++
  return length
}

/** Calls `visit` for each group of tokens of equal bytes that may be written, until it returns true. */
export function walk(
  trie: TokenTrie,
  rowOf: (term: Term) => Row,
  start: Term,
  visit: (target: Term, from: number, to: number) => boolean,
): void {
  const { byte, depth, end, from, to } = trie
  const rows: Row[] = [rowOf(start)]
  let node = 0
  while (node < byte.length) {
    const level = depth[node] ?? 0
    const row = rows[level]
    const target = row?.targets[row.classes[byte[node] ?? 0] ?? 0]
    if (!target || target.kind === 'none') {
      node = end[node] ?? byte.length
      continue
    }
    const stop = to[node] ?? 0
    if (stop > 0 && visit(target, from[node] ?? 0, stop)) return
    node++
    if ((end[node - 1] ?? 0) > node) rows[level + 1] = rowOf(target)
  }
}

function isWithinCharacter(bytes: Uint8Array): boolean {
  const [lead = 0] = bytes
  const rest = bytes.subarray(1)
  const length = lead < 0x80 ? 1 : lead < 0xc0 ? 3 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
  return bytes.length <= length && rest.every((byte) => byte >= 0x80 && byte < 0xc0)
}

/** Lengths of the tokens that the bytes (a character each) go on with from `at`. */
export function* tokensAt(trie: TokenTrie, bytes: string, at: number): Generator<number> {
  let node = trie.roots[bytes.charCodeAt(at)] ?? -1
  for (let i = at + 1; node >= 0; i++) {
    if ((trie.to[node] ?? 0) > 0) yield i - at
    if (i >= bytes.length) return
    const wanted = bytes.charCodeAt(i)
    const stop = trie.end[node] ?? 0
    let child = node + 1
    while (child < stop && trie.byte[child] !== wanted) child = trie.end[child] ?? stop
    node = child < stop ? child : -1
  }
}
