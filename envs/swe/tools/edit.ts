import { type Sandbox, SandboxFileError } from '../../../sandboxes/index.ts'
import { failed, succeeded, type ToolOutcome } from './outcome.ts'
import { locate, outsideMessage } from './repository-path.ts'
import { noSuchFile } from './view.ts'

interface EditRequest {
  readonly path: string
  readonly find: string
  readonly replace: string
}

const MOST_PLACES = 5
const CONTEXT_LINES = 2

/** Replaces a text that must occur exactly once. */
export async function edit(sandbox: Sandbox, request: EditRequest): Promise<ToolOutcome> {
  const { path, find, replace } = request
  const place = locate(path, sandbox.workdir)
  if (!place) return failed(outsideMessage(path))
  let text: string
  try {
    text = await sandbox.readText(place.absolute)
  } catch (error) {
    if (!(error instanceof SandboxFileError)) throw error
    return failed(await noSuchFile(sandbox, 'edit', place.relative))
  }
  const lines = linesOfMatches(text, find)
  const [first] = lines
  if (first === undefined) {
    return failed(
      `Cannot edit ${place.relative}: the text to find is not in it${nearly(text, find)}.`,
    )
  }
  if (lines.length > 1) {
    const shown = lines.slice(0, MOST_PLACES).join(', ')
    const more = lines.length > MOST_PLACES ? ' and more' : ''
    return failed(
      `Cannot edit ${place.relative}: the text to find occurs ${lines.length} times, in lines ${shown}${more} (take more of its surroundings along).`,
    )
  }
  if (find === replace) {
    return failed(
      `Cannot edit ${place.relative}: both texts are the same, so nothing would change.`,
    )
  }
  const start = text.indexOf(find)
  const edited = text.slice(0, start) + replace + text.slice(start + find.length)
  await sandbox.writeFile(place.absolute, edited)
  return succeeded(`Edited ${place.relative}:\n${surroundings(edited, first, replace)}`)
}

/** Line numbers (from 1) where the text begins; matches may overlap. */
function linesOfMatches(text: string, find: string): readonly number[] {
  const lines: number[] = []
  let line = 1
  let counted = 0
  for (let at = text.indexOf(find); at !== -1; at = text.indexOf(find, at + 1)) {
    for (; counted < at; counted++) if (text.charCodeAt(counted) === 10) line++
    lines.push(line)
  }
  return lines
}

const withoutSpace = (text: string) => text.replace(/\s+/g, '')

/** The commonest mistake has a hint of its own. */
function nearly(text: string, find: string): string {
  const wanted = withoutSpace(find)
  return wanted !== '' && withoutSpace(text).includes(wanted)
    ? ', though it is with other white space (copy it as it stands in the file)'
    : ' (copy it as it stands in the file)'
}

function surroundings(text: string, firstLine: number, replace: string): string {
  const lines = text.split('\n')
  const lastLine = firstLine + replace.split('\n').length - 1
  const from = Math.max(1, firstLine - CONTEXT_LINES)
  const to = Math.min(lines.length, lastLine + CONTEXT_LINES)
  const width = String(to).length
  return lines
    .slice(from - 1, to)
    .map((line, index) => `${String(from + index).padStart(width)}| ${line}`)
    .join('\n')
}
