import { fill, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { code, emailOf, people, some, TASKS } from '../words.ts'

/** A small inbox: archive one, answer one, or forward one with the code that stands in it. */
export const mailTriage: MicroKind = {
  kind: 'mail-triage',
  pose(rng, level) {
    const names = people(rng, 4 + level)
    const subjects = some(rng, TASKS, names.length)
    const mails = names.slice(1).map((from, index) => ({
      from,
      subject: subjects[index] ?? '',
      text: `Hello, the number of this matter is ${code(rng)}. Regards, ${from}`,
    }))
    const wanted = rng.pick(mails)
    const number = /[A-Z]{2}-\d{4}/.exec(wanted.text)?.[0] ?? ''
    const reply = rng.pick(['I will do it', 'Not today', 'Thank you', 'Please call me'])
    const to = emailOf(names[0] ?? '')
    const { goal, expected, steps } = [
      {
        goal: `Archive the message from "${wanted.from}".`,
        expected: { action: 'archive' },
        steps: [press('Archive')],
      },
      {
        goal: `Reply to "${wanted.from}" with the text "${reply}".`,
        expected: { action: 'reply', text: reply },
        steps: [press('Reply'), fill('Text', reply), press('Send')],
      },
      {
        goal: `Forward the message "${wanted.subject}" to "${to}", and give as text only the number that stands in it.`,
        expected: { action: 'forward', to, text: number },
        steps: [press('Forward'), fill('To', to), fill('Text', number), press('Send')],
      },
    ][level - 1] ?? { goal: '', expected: {}, steps: [] }
    const id = String(mails.indexOf(wanted))
    return {
      goal,
      title: 'Inbox',
      main: html`<ul>${mails.map(({ from, subject }, index) => html`<li><button type="button" value="${index}">${from}: ${subject}</button></li>`)}</ul>
<section class="card" aria-label="Message" hidden><p id="text"></p><p class="row"><button type="button" id="archive">Archive</button><button type="button" data-write="reply">Reply</button><button type="button" data-write="forward">Forward</button></p></section>
<form data-own="1" hidden autocomplete="off"><label id="to">To <input name="to"></label><label>Text <input name="text"></label><p><button>Send</button></p></form>`,
      script: SCRIPT,
      api: {
        '/mail'({ id: asked = '' }, reached) {
          if (asked === id) reached('opened')
          return { text: mails[Number(asked)]?.text ?? '' }
        },
      },
      milestones: ['opened'],
      expected: { id, ...expected },
      gold: [press(`${wanted.from}: ${wanted.subject}`), ...steps],
    }
  },
}

const SCRIPT = `
let id = '', action = ''
for (const button of $$('li button')) button.addEventListener('click', async () => {
  id = button.value
  $('form').hidden = true
  $('#text').textContent = (await send('/mail', { id })).text
  $('section').hidden = false
})
$('#archive').addEventListener('click', () => submit({ id, action: 'archive' }))
for (const button of $$('[data-write]')) button.addEventListener('click', () => {
  action = button.dataset.write
  $('#to').hidden = action === 'reply'
  $('form').hidden = false
})
$('form').addEventListener('submit', () => submit({ id, action, ...collect($('form')) }))
`
