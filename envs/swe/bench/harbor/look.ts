import { SandboxError } from '../../../../core/index.ts'
import type { Sandbox } from '../../../../sandboxes/index.ts'

/** Shells that the environment's image would set up by a file of the agent's. */
export const CLEAN_SHELL = { BASH_ENV: '', ENV: '' } as const
const LOOK_MS = 20_000
const LOOK_BYTES = 2 ** 16
const END_ATTEMPTS = 3
const MOST_NAMED = 5

/** Runs a script of ours; it starts as little as it can, for the agent may have used everything up. */
export function runScript(sandbox: Sandbox, script: string, signal?: AbortSignal) {
  const limits = { timeoutMs: LOOK_MS, maxOutputBytes: LOOK_BYTES }
  return sandbox.exec(script, { cwd: '/', env: CLEAN_SHELL, ...limits, signal })
}

/** Only those this user may look into: a sandbox's own are closed to it, and those of the last command end soon. */
const listProcesses = `sleep 0.2
for entry in /proc/[0-9]*; do
  [ -r "$entry/environ" ] || continue
  name=
  read -r name 2>/dev/null <"$entry/comm" && printf '%s\\n' "$name"
done
exit 0`

/**
 * Ends every process that commands have left, and names them: those that run before and not after. A sandbox
 * ends all of them when a command's time is over, whatever they do against it.
 */
export async function endProcesses(
  sandbox: Sandbox,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const before = await runScript(sandbox, listProcesses, signal)
  await endAll(sandbox, signal)
  const after = await runScript(sandbox, listProcesses, signal)
  const left = linesOf(after.stdout)
  const found = linesOf(before.stdout).filter((name) => {
    const index = left.indexOf(name)
    if (index >= 0) left.splice(index, 1)
    return index < 0
  })
  const hides = before.exitCode === 0 ? [] : ['one that stops or ends others']
  return [...new Set([...hides, ...found])].slice(0, MOST_NAMED)
}

async function endAll(sandbox: Sandbox, signal?: AbortSignal): Promise<void> {
  for (let attempt = 0; attempt < END_ATTEMPTS; attempt++) {
    const { timedOut } = await sandbox.exec('while :; do :; done', { timeoutMs: 1, signal })
    if (timedOut) return
  }
  throw new SandboxError(
    'Cannot end what an agent left running: no command comes to its time limit',
  )
}

/**
 * Files that programs read when they start, and what would come before a system's program of the same name: in
 * the home folder, and in such folders of PATH that commands may write to.
 */
const listStartFiles = `sum() { [ -f "$1" ] && { cksum <"$1" 2>/dev/null || echo unread; } | { read -r line; printf '%s %s\\n' "$1" "$line"; }; }
for file in "$HOME"/.bashrc "$HOME"/.bash_profile "$HOME"/.bash_login "$HOME"/.profile "$HOME"/.zshenv \\
  "$HOME"/.local/lib/python*/site-packages/*customize.py "$HOME"/.local/lib/python*/site-packages/*.pth
do sum "$file"; done
for file in "$HOME"/bin/* "$HOME"/.local/bin/*; do
  [ -x "$file" ] && command -v "\${file##*/}" >/dev/null && sum "$file"
done
IFS=:
for folder in $PATH; do
  [ -w "$folder" ] && for file in "$folder"/*; do sum "$file"; done
done
exit 0`

/** By path, what tells whether they changed. */
export async function startFiles(
  sandbox: Sandbox,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await runScript(sandbox, listStartFiles, signal)
  return new Map(
    linesOf(stdout).map((line) => {
      const [, path = line, sum = ''] = /^(.*) (\d+ \d+|unread)$/.exec(line) ?? []
      return [path, sum]
    }),
  )
}

export async function changedStartFiles(
  sandbox: Sandbox,
  before: ReadonlyMap<string, string>,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const now = await startFiles(sandbox, signal)
  return [...now]
    .filter(([path, sum]) => before.get(path) !== sum)
    .map(([path]) => path)
    .slice(0, MOST_NAMED)
}

/** Also makes them removable: the agent owns these folders, and may have closed them. */
const listPlanted = `for folder in /tests /logs /logs/verifier; do
  [ -L "$folder" ] || chmod u+rwx "$folder" 2>/dev/null
done
if [ -L /logs/verifier ] || [ -f /logs/verifier ]; then echo /logs/verifier; fi
count=0
for file in /logs/verifier/* /logs/verifier/.[!.]* /tests/* /tests/.[!.]*; do
  [ -e "$file" ] || [ -L "$file" ] || continue
  [ $count -lt ${MOST_NAMED} ] || break
  count=$((count + 1))
  printf '%s\\n' "$file"
done
exit 0`

/** What stands where only the verifier writes. */
export async function planted(sandbox: Sandbox, signal?: AbortSignal): Promise<readonly string[]> {
  const { stdout } = await runScript(sandbox, listPlanted, signal)
  return linesOf(stdout)
}

/** Names are the agent's: nothing of them may move a terminal's cursor. */
const linesOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replaceAll(/\p{Cc}/gu, '?'))
