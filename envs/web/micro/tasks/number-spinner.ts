import { fill, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { form, html } from '../page.ts'
import { GOODS, some } from '../words.ts'

/** Number fields with a step and limits. */
export const numberSpinner: MicroKind = {
  kind: 'number-spinner',
  pose(rng, level) {
    const step = level === 3 ? 5 : 1
    const goods = some(rng, GOODS, level)
    const expected = Object.fromEntries(goods.map((good) => [good, String(step * rng.int(2, 20))]))
    const told = Object.entries(expected).map(([good, count]) => `${count} of "${good}"`)
    return {
      goal: `Order ${told.join(' and ')}.`,
      title: 'Bulk order',
      main: form(
        rng
          .shuffle(goods)
          .map(
            (good) =>
              html`<label>${good} <input type="number" name="${good}" min="0" max="100" step="${step}" value="0"></label>`,
          ),
        'Order',
      ),
      expected,
      gold: [
        ...Object.entries(expected).map(([good, count]) => fill(good, count, 'spinbutton')),
        press('Order'),
      ],
    }
  },
}
