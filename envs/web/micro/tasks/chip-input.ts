import { at, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { COLOURS, listed, some } from '../words.ts'

/** Tags that Enter adds and a cross removes. */
export const chipInput: MicroKind = {
  kind: 'chip-input',
  pose(rng, level) {
    const words = some(rng, COLOURS, 7)
    const old = words.slice(0, level)
    const added = words.slice(3, 3 + level)
    const removed = level > 1 ? rng.pick(old) : ''
    return {
      goal: `Add the tag${added.length > 1 ? 's' : ''} ${listed(added)}${removed ? `, remove "${removed}"` : ''} and save.`,
      title: 'Tags',
      main: html`<p class="row" id="chips"></p><label>Add a tag <input id="tag"></label><p>Press Enter after each tag.</p><p><button type="button" id="save">Save</button></p>`,
      data: { tags: old },
      script: SCRIPT,
      expected: { tags: [...old.filter((tag) => tag !== removed), ...added].sort().join('|') },
      gold: [
        ...added.map((tag) => ({
          on: at('textbox', 'Add a tag'),
          do: 'type' as const,
          text: tag,
          submit: true,
        })),
        ...(removed ? [press(`Remove ${removed}`)] : []),
        press('Save'),
      ],
    }
  },
}

const SCRIPT = `
let tags = data.tags
const read = () => ({ tags: [...tags].sort().join('|') })
const show = () => $('#chips').replaceChildren(...tags.map((tag) => el('span', {}, tag + ' ',
  el('button', { type: 'button', 'aria-label': 'Remove ' + tag, onclick: () => { tags = tags.filter((each) => each !== tag); show(); draft(read()) } }, 'x'))))
$('#tag').addEventListener('keydown', (event) => {
  const tag = $('#tag').value.trim()
  if (event.key !== 'Enter' || !tag || tags.includes(tag)) return
  tags = [...tags, tag]
  $('#tag').value = ''
  show()
  draft(read())
})
$('#save').addEventListener('click', () => submit(read()))
show()
`
