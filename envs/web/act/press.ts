import type { Page } from 'playwright-core'
import { Blocked, quoted } from './blocked.ts'
import { plain } from './playwright-error.ts'

/** What people and models also call keys. */
const others: Readonly<Record<string, string>> = {
  ...{ ctrl: 'Control', control: 'Control', cmd: 'Meta', command: 'Meta', option: 'Alt' },
  ...{ esc: 'Escape', return: 'Enter', del: 'Delete', space: 'Space', spacebar: 'Space' },
  ...{ up: 'ArrowUp', down: 'ArrowDown', left: 'ArrowLeft', right: 'ArrowRight' },
  ...{ pgup: 'PageUp', pgdn: 'PageDown', pgdown: 'PageDown' },
}

const known = [
  ...['Enter', 'Escape', 'Tab', 'Backspace', 'Delete', 'Insert', 'Home', 'End', 'PageUp'],
  ...['PageDown', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Shift', 'Control', 'Alt'],
  ...['Meta', 'Space', 'CapsLock', 'ContextMenu', 'ControlOrMeta'],
]

/** Presses a key or a combination. @throws Blocked where there is no such key. */
export async function press({ keyboard }: Page, combination: string): Promise<void> {
  // A plus at the end is the key.
  const parts = combination.split(/(?<=[^+])\+/)
  try {
    await keyboard.press(parts.map(keyOf).join('+'))
  } catch (error) {
    if (!plain(error).startsWith('Unknown key')) throw error
    throw new Blocked(
      `There is no key ${quoted(combination)}. Keys are named as Enter, ArrowDown, a, F2 or Control+a.`,
    )
  }
}

function keyOf(name: string): string {
  const small = name.toLowerCase()
  return name.length === 1
    ? name
    : (others[small] ?? known.find((key) => key.toLowerCase() === small) ?? name)
}
