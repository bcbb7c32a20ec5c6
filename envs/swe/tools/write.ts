import { type Sandbox, SandboxFileError } from '../../../sandboxes/index.ts'
import { failed, succeeded, type ToolOutcome } from './outcome.ts'
import { locate, outsideMessage } from './repository-path.ts'

interface WriteRequest {
  readonly path: string
  readonly text: string
}

/** Writes a whole file. */
export async function write(sandbox: Sandbox, { path, text }: WriteRequest): Promise<ToolOutcome> {
  const place = locate(path, sandbox.workdir)
  if (!place) return failed(outsideMessage(path))
  try {
    await sandbox.writeFile(place.absolute, text)
  } catch (error) {
    if (!(error instanceof SandboxFileError)) throw error
    return failed(error.message.endsWith('.') ? error.message : `${error.message}.`)
  }
  const lines = text === '' ? 0 : text.replace(/\n$/, '').split('\n').length
  return succeeded(`Wrote ${place.relative} (${lines} lines).`)
}
