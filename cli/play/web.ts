import { z } from 'zod'
import { type AnyDef, ConfigError, messageOf } from '../../core/index.ts'
import type { Lines } from './lines.ts'
import type { Screen } from './show.ts'

/** Where what is done in the window comes from: `capturePerson` of envs. */
export interface PersonCapture {
  next(
    signal: AbortSignal,
  ): Promise<{ readonly action: unknown } | { readonly note: string } | null>
}

type Environment = Readonly<Record<string, string | undefined>>

/** Whether an env is played in a window of the browser unless told otherwise. */
export function hasWindow(definition: AnyDef): boolean {
  if (!definition.id.startsWith('web/') || !definition.options) return false
  const { properties = {} } = z.toJSONSchema(definition.options, {
    ...{ io: 'input', unrepresentable: 'any' },
  })
  return Object.hasOwn(properties, 'headed')
}

/**
 * Options with the window shown, unless they say otherwise; of others, themselves.
 * @throws ConfigError where there is no display to show it on.
 */
export function windowOptions(
  definition: AnyDef,
  options: Readonly<Record<string, unknown>>,
  { platform, env }: { readonly platform: string; readonly env: Environment } = process,
): Record<string, unknown> {
  if (!hasWindow(definition) || options['headed'] === false) return { ...options }
  const isMissing = platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']
  if (isMissing) {
    throw new ConfigError(
      `Cannot open a window to play ${definition.id} in: there is no display (run it below xvfb-run, or play in the terminal with --options '{"headed":false}')`,
    )
  }
  return { ...options, headed: true }
}

/** Lines of the terminal, and what is done in the window as the line that would do the same. */
export function withWindow(lines: Lines, { capture, screen, prompt }: WindowOptions): Lines {
  const early: string[] = []
  /** A line that comes once nobody waits for it is the next one. */
  const typing = (shown: string) => {
    const asked = { isLeft: false }
    const line = lines.next(shown).then((text) => {
      if (asked.isLeft && text !== null) early.push(text)
      return { line: text }
    })
    return { asked, line }
  }
  return {
    ...lines,
    async next(shown) {
      const [waited] = early.splice(0, 1)
      if (waited !== undefined) return waited
      const person = capture()
      // A question is for the terminal, and so is all where nobody sits there.
      if (shown !== prompt || !person || !lines.interactive) return lines.next(shown)
      const { asked, line } = typing(shown)
      for (;;) {
        const stop = new AbortController()
        const done = person.next(stop.signal).catch((error: unknown) => ({
          lost: `The window is not listened to: ${messageOf(error).split('\n')[0]}`,
        }))
        const first = await Promise.race([line, done])
        if (first !== null && 'line' in first) {
          stop.abort()
          await done
          return first.line
        }
        if (first !== null && 'action' in first) {
          asked.isLeft = true
          const action = JSON.stringify(first.action)
          screen.remark(`\nIn the window: ${action}`)
          return action
        }
        if (first !== null && 'note' in first) {
          screen.remark(`\n${first.note}`)
          continue
        }
        if (first !== null) screen.remark(`\n${first.lost}`)
        return (await line).line
      }
    },
  }
}

export interface WindowOptions {
  /** Of the running episode; null before the first. */
  readonly capture: () => PersonCapture | null
  readonly screen: Screen
  /** What actions are asked for with. */
  readonly prompt: string
}

export const windowHelp = [
  'Act in the window: clicks (with Alt: hover), keys, choices, drags and the wheel become actions. What is',
  'written into a field counts once you leave it or press Enter. Going back, tabs, dialogs, files and answers',
  'are typed here, such as {"tool":"back"}.',
].join('\n')
