import { didYouMean } from '../../../core/index.ts'
import { type Sandbox, SandboxFileError } from '../../../sandboxes/index.ts'
import { failed, succeeded, type ToolOutcome } from './outcome.ts'
import { locate, outsideMessage } from './repository-path.ts'

interface ViewRequest {
  readonly path: string
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/** A file with line numbers, or the files of a folder. */
export async function view(sandbox: Sandbox, request: ViewRequest): Promise<ToolOutcome> {
  const place = locate(request.path, sandbox.workdir)
  if (!place) return failed(outsideMessage(request.path))
  try {
    return showLines(place.relative, await sandbox.readText(place.absolute), request)
  } catch (error) {
    if (!(error instanceof SandboxFileError)) throw error
  }
  try {
    const files = await sandbox.listFiles(place.absolute)
    const heading = `${place.relative} is a folder with ${files.length} files:`
    return succeeded([heading, ...files].join('\n'))
  } catch (error) {
    if (!(error instanceof SandboxFileError)) throw error
    return failed(await noSuchFile(sandbox, 'view', place.relative))
  }
}

/** Why there is no such file, with the nearest one that exists. */
export async function noSuchFile(sandbox: Sandbox, verb: string, path: string): Promise<string> {
  const files = await sandbox.listFiles()
  const hint = files.length > 0 && files.length <= 500 ? ` (${didYouMean(path, files)})` : ''
  return `Cannot ${verb} ${path}: there is no such file${hint}.`
}

function showLines(path: string, text: string, { from = 1, to }: ViewRequest): ToolOutcome {
  if (text.includes('\0')) return failed(`Cannot view ${path}: it is not text.`)
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n')
  const last = Math.min(to ?? lines.length, lines.length)
  if (lines.length === 0) return succeeded(`${path} is empty.`)
  if (from > lines.length) {
    return failed(`Cannot view ${path} from line ${from}: it has ${lines.length} lines.`)
  }
  if (to !== undefined && to < from) {
    return failed(`Cannot view ${path}: line ${to} comes before line ${from}.`)
  }
  const width = String(last).length
  const shown = lines
    .slice(from - 1, last)
    .map((line, index) => `${String(from + index).padStart(width)}| ${line}`)
  const whole = from === 1 && last === lines.length
  const heading = whole
    ? `${path} (${lines.length} lines)`
    : `${path} (lines ${from} to ${last} of ${lines.length})`
  return succeeded([heading, ...shown].join('\n'))
}
