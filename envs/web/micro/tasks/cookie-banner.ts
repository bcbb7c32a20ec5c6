import { fill, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { emailOf, person } from '../words.ts'

/** A banner that covers the page until it is answered. */
export const cookieBanner: MicroKind = {
  kind: 'cookie-banner',
  pose(rng, level) {
    const email = emailOf(person(rng))
    const reject = level > 1
    const topic = rng.pick(['Gardening', 'Cooking', 'Travel', 'Music'])
    return {
      goal: `${reject ? 'Reject all optional cookies' : 'Accept all cookies'}, then subscribe "${email}" to the "${topic}" letter.`,
      title: `${topic} letter`,
      main: html`<form autocomplete="off"><input type="hidden" name="cookies"><label>E-mail <input name="email"></label><p><button>Subscribe</button></p></form>
<div class="cover"><div role="dialog" aria-label="Cookies"><p>We use cookies to make this page better.</p>
<p id="first">${level < 3 ? html`<button type="button" data-choice="rejected">Reject optional</button> ` : html`<button type="button" id="more">Settings</button> `}<button type="button" data-choice="accepted">Accept all</button></p>
<p id="second" hidden><label><input type="checkbox" checked id="ads"> Advertising</label><button type="button" id="save">Save choice</button></p></div></div>`,
      script: SCRIPT,
      expected: { cookies: reject ? 'rejected' : 'accepted', email },
      gold: [
        ...(level === 3
          ? [
              press('Settings'),
              { on: { role: 'checkbox', name: 'Advertising' }, do: 'uncheck' as const },
              press('Save choice'),
            ]
          : [press(reject ? 'Reject optional' : 'Accept all')]),
        fill('E-mail', email),
        press('Subscribe'),
      ],
    }
  },
}

const SCRIPT = `
const choose = (choice) => {
  $('[name=cookies]').value = choice
  $('.cover').hidden = true
  draft({ cookies: choice })
}
for (const button of $$('[data-choice]')) button.addEventListener('click', () => choose(button.dataset.choice))
$('#more')?.addEventListener('click', () => { $('#second').hidden = false })
$('#save').addEventListener('click', () => choose($('#ads').checked ? 'accepted' : 'rejected'))
`
