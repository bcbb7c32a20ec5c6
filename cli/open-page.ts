import { setTimeout as sleep } from 'node:timers/promises'

/** What opens pages has said by then that it cannot; a browser that starts is not waited for. */
const PATIENCE_MS = 4000

/** Shows a file or address in the user's browser; false where there is none to show it. */
export async function openPage(target: string): Promise<boolean> {
  const { default: open } = await import('open')
  try {
    const child = await open(target)
    const ended = new Promise<boolean>((resolve) => {
      child.once('error', () => resolve(false))
      child.once('exit', (code) => resolve(code === 0))
    })
    return await Promise.race([ended, sleep(PATIENCE_MS, true)])
  } catch {
    return false
  }
}
