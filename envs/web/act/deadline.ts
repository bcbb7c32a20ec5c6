import { Blocked } from './blocked.ts'

/** @throws Blocked after `timeoutMs`: calls of the mouse, the keyboard and of scripts wait for a page without end. */
export async function inTime<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const say = () => reject(new Blocked(`The page did not respond within ${timeoutMs} ms.`))
    timer = setTimeout(say, timeoutMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
