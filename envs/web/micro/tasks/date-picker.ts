import { press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { form, html } from '../page.ts'
import { MONTHS, two } from '../words.ts'

/** A calendar made of buttons. */
export const datePicker: MicroKind = {
  kind: 'date-picker',
  pose(rng, level) {
    const start = 2026 * 12 + rng.int(12)
    const ahead =
      level === 1 ? 0 : rng.int(1, level * 3) * (level === 3 && rng.chance(0.5) ? -1 : 1)
    const [year, month] = [Math.floor((start + ahead) / 12), (start + ahead) % 12]
    const day = rng.int(1, 29)
    const iso = `${year}-${two(month + 1)}-${two(day)}`
    const told = level === 3 ? iso : `${day} ${MONTHS[month]} ${year}`
    return {
      goal: `Choose the date ${told} and book it.`,
      title: 'Appointment',
      main: form(
        html`<p><button type="button" id="open" aria-expanded="false">Choose date</button> <output id="chosen">none</output></p>
<div id="calendar" role="dialog" aria-label="Calendar" hidden>
<p class="row"><button type="button" id="back">Previous month</button> <strong id="month"></strong> <button type="button" id="on">Next month</button></p>
<div id="days" role="group" aria-label="Days" style="width:320px"></div></div>
<input type="hidden" name="date">`,
        'Book',
      ),
      data: { start, months: MONTHS },
      script: SCRIPT,
      expected: { date: iso },
      gold: [
        press('Choose date'),
        ...Array.from({ length: Math.abs(ahead) }, () =>
          press(ahead < 0 ? 'Previous month' : 'Next month'),
        ),
        press(String(day)),
        press('Book'),
      ],
    }
  },
}

const SCRIPT = `
let shown = data.start
const show = () => {
  const year = Math.floor(shown / 12), month = shown % 12
  $('#month').textContent = data.months[month] + ' ' + year
  const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  $('#days').replaceChildren(...Array.from({ length }, (_, index) =>
    el('button', { type: 'button', style: 'width:42px', onclick: () => {
      const iso = [year, String(month + 1).padStart(2, '0'), String(index + 1).padStart(2, '0')].join('-')
      $('[name=date]').value = iso
      $('#chosen').textContent = iso
      $('#calendar').hidden = true
      draft({ date: iso })
    } }, String(index + 1))))
}
$('#open').addEventListener('click', () => { $('#calendar').hidden = !$('#calendar').hidden; show() })
$('#back').addEventListener('click', () => { shown--; show() })
$('#on').addEventListener('click', () => { shown++; show() })
`
