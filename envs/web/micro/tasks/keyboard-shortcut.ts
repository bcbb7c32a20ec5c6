import { key } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { some } from '../words.ts'

const COMMANDS = ['Archive', 'Duplicate', 'Export', 'Lock', 'Mute', 'Pin', 'Rename', 'Share']
const LETTERS = ['b', 'e', 'g', 'i', 'j', 'k', 'l', 'm', 'o', 'u', 'x', 'y']

/** Commands that only keys give; from level 2 the keys must be looked up. */
export const keyboardShortcut: MicroKind = {
  kind: 'keyboard-shortcut',
  pose(rng, level) {
    const letters = rng.shuffle(LETTERS)
    const table = some(rng, COMMANDS, 3 + level).map((command, index) => ({
      command,
      modifier: rng.pick(['Alt', 'Control', 'Shift']),
      letter: letters[index] ?? 'k',
    }))
    const wanted = some(rng, table, level === 3 ? 2 : 1)
    const keys = ({ modifier, letter }: (typeof table)[number]) =>
      `${modifier}+Alt+${letter}`.replace('Alt+Alt', 'Alt')
    const told = wanted.map((entry) =>
      level === 1 ? `"${keys(entry)}"` : `the shortcut of "${entry.command}"`,
    )
    return {
      goal: `Press ${told.join(' and then ')}.`,
      title: 'Shortcuts',
      main: html`<table><tbody>${table.map((entry) => html`<tr><td>${entry.command}</td><td>${keys(entry)}</td></tr>`)}</tbody></table><p>Commands given: <output>none</output></p>`,
      data: {
        keys: Object.fromEntries(table.map((entry) => [keys(entry), entry.command])),
        count: wanted.length,
      },
      script: SCRIPT,
      expected: { given: wanted.map(({ command }) => command).join('|') },
      gold: wanted.map((entry) => key(keys(entry))),
    }
  },
}

const SCRIPT = `
const commands = []
document.addEventListener('keydown', (event) => {
  const held = [event.ctrlKey && 'Control', event.shiftKey && 'Shift', event.altKey && 'Alt'].filter(Boolean)
  const command = data.keys[[...held, event.code.replace('Key', '').toLowerCase()].join('+')]
  if (!command || !event.isTrusted) return
  event.preventDefault()
  commands.push(command)
  $('output').textContent = commands.join(', ')
  if (commands.length === data.count) submit({ given: commands.join('|') })
})
`
