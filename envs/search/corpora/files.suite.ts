import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder with these files, gone when the test is over. */
export async function folderOf(
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-search-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  return folder
}

/** Message of what was thrown, with the folder left out. */
export async function refusal(work: Promise<unknown>, folder = ''): Promise<string> {
  try {
    await work
  } catch (error) {
    const { name, message } = error as Error
    return `${name}: ${folder === '' ? message : message.replaceAll(`${folder}/`, '')}`
  }
  return 'nothing was refused'
}
