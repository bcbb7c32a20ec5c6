import { press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { COLOURS, some } from '../words.ts'

/** Swatches behind a button, one palette for each part. */
export const colourPicker: MicroKind = {
  kind: 'colour-picker',
  pose(rng, level) {
    const parts = some(rng, ['Background', 'Border', 'Text', 'Accent'], level)
    const colours = some(rng, COLOURS, 5 * level)
    const expected = Object.fromEntries(parts.map((part) => [part, rng.pick(colours)]))
    const told = Object.entries(expected).map(([part, colour]) => `"${part}" to "${colour}"`)
    return {
      goal: `Set the colour of ${told.join(' and ')} and save the theme.`,
      title: 'Theme',
      main: html`${rng.shuffle(parts).map((part) => html`<p class="row"><button type="button" data-part="${part}">${part}</button> <output>not set</output></p>`)}
<div role="dialog" aria-label="Palette" class="card" hidden>${colours.map((colour) => html`<button type="button" aria-label="${colour}" title="${colour}" style="background:${colour};width:32px;height:32px"></button> `)}</div><p><button type="button" id="save">Save</button></p>`,
      script: SCRIPT,
      expected,
      gold: [
        ...Object.entries(expected).flatMap(([part, colour]) => [press(part), press(colour)]),
        press('Save'),
      ],
    }
  },
}

const SCRIPT = `
const theme = {}
let part = null
for (const button of $$('[data-part]')) button.addEventListener('click', () => { part = button; $('.card').hidden = false })
for (const swatch of $$('.card button')) swatch.addEventListener('click', () => {
  theme[part.dataset.part] = swatch.title
  part.nextElementSibling.textContent = swatch.title
  $('.card').hidden = true
  draft(theme)
})
$('#save').addEventListener('click', () => submit(theme))
`
