import { type Sandbox, SandboxFileError } from '../../sandboxes/index.ts'

/** The text of a file, empty where it cannot be read: who is judged may have removed it. */
export async function textOf(sandbox: Sandbox, path: string): Promise<string> {
  try {
    return await sandbox.readText(path)
  } catch (error) {
    if (error instanceof SandboxFileError) return ''
    throw error
  }
}
