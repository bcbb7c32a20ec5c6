import type { Sandbox } from '../../../sandboxes/index.ts'
import { finding } from './findings.ts'

/** Whether a command may make links; asking for them costs a command. */
export const mayLink = (command: string): boolean => /\bln\b|symlink/.test(command)

const MOST = 5
const FIND = `find . | sort | while read -r f; do if [ -L "$f" ]; then echo "$f"; fi; done | head -n ${MOST}`

/** Symbolic links in the working directory; they are no files, so grading never sees them. */
export async function linksIn(sandbox: Sandbox): Promise<readonly string[]> {
  const { stdout } = await sandbox.exec(FIND)
  const paths = stdout
    .split('\n')
    .filter((path) => path.startsWith('./') && !path.startsWith('./.git/'))
  return paths.map((path) =>
    finding('link placed', `${path.slice(2)} is a link, left out of grading`),
  )
}
