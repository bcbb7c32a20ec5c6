/**
 * A run of added lines can often be shifted up or down without changing what it means. git's choice
 * (its "indent heuristic") is reproduced here, so that diffs read the same and compare equal: first
 * runs that touch are merged, then a run is put beside one of the other side where it can be, else
 * where the indentation and blank lines around it make the best cut.
 */
export function slideChanges(
  lines: readonly string[],
  ids: Int32Array,
  own: Uint8Array,
  other: Uint8Array,
): void {
  let run = nextRun(own, 0)
  let partner = nextRun(other, 0)
  while (true) {
    if (run.end > run.start) {
      const placed = place(lines, ids, own, other, run, partner)
      run = placed.run
      partner = placed.partner
    }
    if (run.end >= own.length) return
    run = nextRun(own, run.end + 1)
    partner = nextRun(other, partner.end + 1)
  }
}

/** Lines `start` to before `end`; empty where an unchanged line follows at once. */
interface Run {
  readonly start: number
  readonly end: number
}

function nextRun(flags: Uint8Array, start: number): Run {
  let end = start
  while (flags[end]) end++
  return { start, end }
}

function previousRun(flags: Uint8Array, end: number): Run {
  let start = end
  while (start > 0 && flags[start - 1]) start--
  return { start, end }
}

function place(
  lines: readonly string[],
  ids: Int32Array,
  own: Uint8Array,
  other: Uint8Array,
  initial: Run,
  initialPartner: Run,
): { run: Run; partner: Run } {
  let run = initial
  let partner = initialPartner
  const up = (): boolean => {
    if (run.start === 0 || ids[run.start - 1] !== ids[run.end - 1]) return false
    own[run.start - 1] = 1
    own[run.end - 1] = 0
    run = { start: previousRun(own, run.start - 1).start, end: run.end - 1 }
    partner = previousRun(other, partner.start - 1)
    return true
  }
  const down = (): boolean => {
    if (run.end >= ids.length || ids[run.start] !== ids[run.end]) return false
    own[run.start] = 0
    own[run.end] = 1
    run = { start: run.start + 1, end: nextRun(own, run.end + 1).end }
    partner = nextRun(other, partner.end + 1)
    return true
  }

  let size: number
  let highest: number
  let beside: number | undefined
  do {
    size = run.end - run.start
    beside = undefined
    while (up()) {}
    highest = run.end
    if (partner.end > partner.start) beside = run.end
    while (down()) if (partner.end > partner.start) beside = run.end
  } while (run.end - run.start !== size)

  if (run.end === highest) return { run, partner }
  const target = beside ?? bestEnd(lines, run, Math.max(highest, run.end - MAX_SLIDE))
  while (run.end > target && up()) {}
  return { run, partner }
}

const MAX_SLIDE = 100

/** Among the ends from `lowest` to where the run is now, the one with the least bad cuts. */
function bestEnd(lines: readonly string[], run: Run, lowest: number): number {
  const size = run.end - run.start
  let best = run.end
  let bestScore: Score | undefined
  for (let end = Math.max(lowest, run.start - 1); end <= run.end; end++) {
    const score = add(scoreCut(lines, end), scoreCut(lines, end - size))
    if (bestScore === undefined || isNoWorse(score, bestScore)) {
      bestScore = score
      best = end
    }
  }
  return best
}

interface Score {
  readonly indent: number
  readonly penalty: number
}

function add(a: Score, b: Score): Score {
  return { indent: a.indent + b.indent, penalty: a.penalty + b.penalty }
}

const INDENT_WEIGHT = 60

function isNoWorse(a: Score, b: Score): boolean {
  return INDENT_WEIGHT * Math.sign(a.indent - b.indent) + (a.penalty - b.penalty) <= 0
}

const MAX_BLANKS = 20
const MAX_INDENT = 200

/** How unnatural it is to cut the file before line `at`; the weights are git's. */
function scoreCut(lines: readonly string[], at: number): Score {
  const atEnd = at >= lines.length
  const own = atEnd ? -1 : indentOf(lines[at])
  const before = scanBlanks(lines, at - 1, -1)
  const after = atEnd ? { blanks: 0, indent: -1 } : scanBlanks(lines, at + 1, 1)
  let penalty = 0
  if (before.indent === -1 && before.blanks === 0) penalty += 1
  if (atEnd) penalty += 21
  const postBlanks = own === -1 ? 1 + after.blanks : 0
  const blanks = before.blanks + postBlanks
  penalty += -30 * blanks + 6 * postBlanks
  const indent = own !== -1 ? own : after.indent
  const anyBlanks = blanks !== 0
  if (indent === -1 || before.indent === -1 || indent === before.indent) {
    return { indent, penalty }
  }
  if (indent > before.indent) penalty += anyBlanks ? 10 : -4
  else if (after.indent !== -1 && after.indent > indent) penalty += anyBlanks ? 17 : 24
  else penalty += anyBlanks ? 17 : 23
  return { indent, penalty }
}

/** Blank lines from `from` on and the indentation of the first line that is not; -1 at a file's end. */
function scanBlanks(
  lines: readonly string[],
  from: number,
  step: 1 | -1,
): { blanks: number; indent: number } {
  let blanks = 0
  for (let index = from; index >= 0 && index < lines.length; index += step) {
    const indent = indentOf(lines[index])
    if (indent !== -1) return { blanks, indent }
    if (++blanks === MAX_BLANKS) return { blanks, indent: 0 }
  }
  return { blanks, indent: -1 }
}

/** Columns of white space before the text, tabs to multiples of eight; -1 for a blank line. */
function indentOf(line: string | undefined): number {
  let column = 0
  for (const character of line ?? '') {
    if (character === ' ') column++
    else if (character === '\t') column += 8 - (column % 8)
    else if (!/\s/.test(character)) return column
    if (column >= MAX_INDENT) return MAX_INDENT
  }
  return -1
}
