import { press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { GOODS, some } from '../words.ts'

/** A basket with plus and minus. */
export const counter: MicroKind = {
  kind: 'counter',
  pose(rng, level) {
    const goods = some(rng, GOODS, 2 + level).map((good) => ({
      good,
      count: level > 1 ? rng.int(4) : 0,
    }))
    const wanted = some(rng, goods, level === 3 ? 2 : 1).map(({ good, count }) => ({
      good,
      count: (count + rng.int(1, 4)) % 5,
    }))
    const after = goods.map(({ good, count }) => {
      const target = wanted.find((each) => each.good === good)?.count ?? count
      return { good, target, by: target - count }
    })
    return {
      goal: `Change the basket so that it holds ${wanted.map(({ good, count }) => `${count} of "${good}"`).join(' and ')}, leave the rest as it is, and check out.`,
      title: 'Basket',
      main: html`<ul>${goods.map(({ good, count }) => html`<li class="row">${good} <button type="button" aria-label="Less ${good}" data-by="-1">-</button> <output data-good="${good}">${count}</output> <button type="button" aria-label="More ${good}" data-by="1">+</button></li>`)}</ul><p><button type="button" id="done">Check out</button></p>`,
      script: SCRIPT,
      expected: { basket: after.map(({ good, target }) => `${good} ${target}`).join('|') },
      gold: [
        ...after.flatMap(({ good, by }) =>
          Array.from({ length: Math.abs(by) }, () => press(`${by > 0 ? 'More' : 'Less'} ${good}`)),
        ),
        press('Check out'),
      ],
    }
  },
}

const SCRIPT = `
const read = () => ({ basket: $$('output').map((count) => count.dataset.good + ' ' + count.textContent).join('|') })
for (const button of $$('[data-by]')) button.addEventListener('click', () => {
  const count = $('output', button.parentElement)
  count.textContent = String(Math.max(0, Number(count.textContent) + Number(button.dataset.by)))
  draft(read())
})
$('#done').addEventListener('click', () => submit(read()))
`
