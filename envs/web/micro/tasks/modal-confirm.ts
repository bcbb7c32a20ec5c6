import { fill, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { GOODS, some } from '../words.ts'

/** Deleting asks once more; at level 3 for the name. */
export const modalConfirm: MicroKind = {
  kind: 'modal-confirm',
  pose(rng, level) {
    const items = some(rng, GOODS, 2 + 2 * level)
    const target = rng.pick(items)
    const reason = rng.pick(['Duplicate', 'Sold out', 'Too old', 'By mistake'])
    return {
      goal: `Delete "${target}"${level > 1 ? ` and give the reason "${reason}"` : ''}.`,
      title: 'Products',
      main: html`<ul>${items.map((item) => html`<li class="row">${item} <button type="button" value="${item}" aria-label="Delete ${item}">Delete</button></li>`)}</ul>
<div class="cover" hidden><div role="dialog" aria-modal="true" aria-label="Confirm"><p id="ask"></p>
${level > 1 ? html`<label>Reason <input id="reason"></label>` : ''}
${level > 2 ? html`<label>Type the name to confirm <input id="name"></label>` : ''}
<p><button type="button" id="no">Cancel</button> <button type="button" id="yes">Delete for ever</button></p></div></div>`,
      script: SCRIPT,
      expected: {
        deleted: target,
        ...(level > 1 ? { reason } : {}),
        ...(level > 2 ? { name: target } : {}),
      },
      gold: [
        press(`Delete ${target}`),
        ...(level > 1 ? [fill('Reason', reason)] : []),
        ...(level > 2 ? [fill('Type the name to confirm', target)] : []),
        press('Delete for ever'),
      ],
    }
  },
}

const SCRIPT = `
let item = ''
for (const button of $$('li button')) button.addEventListener('click', () => {
  item = button.value
  $('#ask').textContent = 'Delete ' + item + '?'
  $('.cover').hidden = false
  draft({ deleted: item })
})
$('#no').addEventListener('click', () => { $('.cover').hidden = true })
$('#yes').addEventListener('click', () => {
  const name = $('#name')?.value ?? ''
  if ($('#name') && name !== item) { $('#ask').textContent = 'The name differs: ' + item; return }
  $('.cover').hidden = true
  submit({ deleted: item, reason: $('#reason')?.value ?? '', name })
})
`
