import { fill, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { form, html } from '../page.ts'
import { some } from '../words.ts'

/** Stars that are buttons; harder: several ratings and a comment. */
export const ratingStars: MicroKind = {
  kind: 'rating-stars',
  pose(rng, level) {
    const names = some(rng, ['Food', 'Service', 'Rooms', 'Location', 'Price'], level)
    const stars = Object.fromEntries(names.map((name) => [name, String(rng.int(1, 6))]))
    const comment = level > 1 ? rng.pick(['Very quiet', 'Good value', 'Would come again']) : ''
    const told = Object.entries(stars).map(([name, count]) => `"${name}" with ${count} of 5 stars`)
    return {
      goal: `Rate ${told.join(' and ')}${comment ? `, comment "${comment}"` : ''} and send it.`,
      title: 'Your stay',
      main: form(
        html`${rng.shuffle(names).map((name) => html`<div role="group" aria-label="${name}" class="row">${name} <input type="hidden" name="${name}">${[1, 2, 3, 4, 5].map((count) => html`<button type="button" data-count="${count}" aria-pressed="false" aria-label="${name}: ${count} of 5">☆</button>`)}</div>`)}<label>Comment <input name="comment"></label>`,
        'Send',
      ),
      script: SCRIPT,
      expected: { ...stars, comment },
      gold: [
        ...Object.entries(stars).map(([name, count]) => press(`${name}: ${count} of 5`)),
        ...(comment ? [fill('Comment', comment)] : []),
        press('Send'),
      ],
    }
  },
}

const SCRIPT = `
for (const star of $$('[data-count]')) star.addEventListener('click', () => {
  const group = star.parentElement
  $('input', group).value = star.dataset.count
  for (const other of $$('[data-count]', group)) {
    const on = Number(other.dataset.count) <= Number(star.dataset.count)
    other.textContent = on ? '★' : '☆'
    other.setAttribute('aria-pressed', String(on))
  }
  draft(collect($('form')))
})
`
