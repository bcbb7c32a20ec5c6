import { click, key, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { GOODS, some } from '../words.ts'

const WORDS = [
  'please',
  'bring',
  'every',
  'old',
  'letter',
  'back',
  'home',
  'before',
  'winter',
  'comes',
]

/** A word of a text to be made bold, italic or both. */
export const richText: MicroKind = {
  kind: 'rich-text',
  pose(rng, level) {
    const words = some(rng, WORDS, 4 + 2 * level)
    const index = rng.int(1, words.length)
    const [word, text] = [words[index] ?? '', words.join(' ')]
    const styles = level === 1 ? ['Bold'] : level === 2 ? ['Italic'] : ['Bold', 'Italic']
    const added = level === 3 ? ` ${rng.pick(GOODS).toLowerCase()}` : ''
    const style = (name: string) => (styles.includes(name) ? word : '')
    return {
      goal: `Make the word "${word}" ${styles.join(' and ').toLowerCase()}${added ? `, add the words "${added.trim()}" at the end,` : ''} and save the text.`,
      title: 'Editor',
      main: html`<p class="row" role="toolbar" aria-label="Format"><button type="button" data-command="bold">Bold</button><button type="button" data-command="italic">Italic</button></p>
<div role="textbox" aria-label="Text" aria-multiline="true" contenteditable="true" class="card">${text}</div><p><button type="button" id="save">Save</button></p>`,
      script: SCRIPT,
      expected: { text: `${text}${added}`, Bold: style('Bold'), Italic: style('Italic') },
      gold: [
        click('textbox', 'Text'),
        key('Control+Home'),
        ...Array.from({ length: index }, () => key('Control+ArrowRight')),
        key('Control+Shift+ArrowRight'),
        ...styles.map((name) => press(name)),
        ...(added
          ? [
              key('Control+End'),
              // What is typed after a styled word takes its style.
              ...(index === words.length - 1 ? styles.map((name) => press(name)) : []),
              { tool: 'type_text' as const, text: added },
            ]
          : []),
        press('Save'),
      ],
    }
  },
}

const SCRIPT = `
const text = $('[contenteditable]')
for (const button of $$('[data-command]')) {
  // Else the button would take the selection away.
  button.addEventListener('mousedown', (event) => event.preventDefault())
  button.addEventListener('click', () => { document.execCommand(button.dataset.command); draft(read()) })
}
const plain = (value) => value.replace(/\\s+/g, ' ').trim()
const styled = (tags) => plain($$(tags, text).map((part) => part.textContent).join(''))
const read = () => ({ text: plain(text.textContent), Bold: styled('b, strong'), Italic: styled('i, em') })
text.addEventListener('input', () => draft(read()))
$('#save').addEventListener('click', () => submit(read()))
`
