import { click, fill, pause, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { form, html } from '../page.ts'
import { CITIES, people, some } from '../words.ts'

/** Suggestions come from the server, a moment after the typing; only one that was chosen counts. */
export const autocomplete: MicroKind = {
  kind: 'autocomplete',
  pose(rng, level) {
    const names = people(rng, 20)
    const name = rng.pick(names)
    const [city = '', second = ''] = some(rng, CITIES, 2)
    const all = names.flatMap((each) =>
      (level > 1 && each === name ? [city, second] : [rng.pick(CITIES)]).map((place, index) => ({
        label: `${each}, ${place}`,
        id: `${names.indexOf(each)}${index}`,
      })),
    )
    const wanted = all.find(({ label }) => label.startsWith(name)) ?? { label: '', id: '' }
    const shuffled = rng.shuffle(all)
    return {
      goal: `Assign the ticket to "${wanted.label}"${level > 2 ? ' with the priority "Urgent"' : ''} and save it.`,
      title: 'Assign ticket',
      main: form(
        html`<label>Assignee <input role="combobox" id="who" aria-expanded="false" aria-controls="found"></label>
<ul role="listbox" id="found" aria-label="Suggestions" hidden></ul><input type="hidden" name="id">
<label>Priority <input name="priority"></label>`,
        'Save',
      ),
      script: SCRIPT,
      api: {
        '/suggest': ({ q = '' }) =>
          shuffled.filter(({ label }) => label.toLowerCase().includes(q.toLowerCase())).slice(0, 6),
      },
      expected: { id: wanted.id, priority: level > 2 ? 'Urgent' : '' },
      gold: [
        fill('Assignee', name, 'combobox'),
        pause,
        click('option', wanted.label),
        ...(level > 2 ? [fill('Priority', 'Urgent')] : []),
        press('Save'),
      ],
    }
  },
}

const SCRIPT = `
let timer
$('#who').addEventListener('input', () => {
  clearTimeout(timer)
  $('[name=id]').value = ''
  timer = setTimeout(async () => {
    const found = await send('/suggest', { q: $('#who').value })
    $('#found').hidden = found.length === 0
    $('#who').setAttribute('aria-expanded', String(found.length > 0))
    $('#found').replaceChildren(...found.map(({ label, id }) => el('li', { role: 'option', onclick: () => {
      $('#who').value = label
      $('[name=id]').value = id
      $('#found').hidden = true
      $('#who').setAttribute('aria-expanded', 'false')
      draft(collect($('form')))
    } }, label)))
  }, 200)
})
`
