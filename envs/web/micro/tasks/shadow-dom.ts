import { fill, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { GOODS, some } from '../words.ts'

/** Components whose fields and buttons live in shadow roots. */
export const shadowDom: MicroKind = {
  kind: 'shadow-dom',
  pose(rng, level) {
    const goods = some(rng, GOODS, level + 1)
    const wanted = some(rng, goods, Math.min(level, 2))
    const expected = Object.fromEntries(
      goods.map((good) => [good, wanted.includes(good) ? String(rng.int(2, 7)) : '']),
    )
    return {
      goal: `Set ${wanted.map((good) => `"${good}" to ${expected[good]}`).join(' and ')} and order.`,
      title: 'Components',
      main: html`${goods.map((good) => html`<amount-field data-label="${good}"></amount-field>`)}<order-button></order-button>`,
      script: SCRIPT,
      expected,
      gold: [...wanted.map((good) => fill(good, expected[good] ?? '')), press('Order')],
    }
  },
}

const SCRIPT = `
const values = {}
customElements.define('amount-field', class extends HTMLElement {
  connectedCallback() {
    const { label } = this.dataset
    const input = el('input', { inputmode: 'numeric', oninput: () => { values[label] = input.value; draft(values) } })
    this.attachShadow({ mode: 'open' }).append(el('p', {}, el('label', {}, label + ' ', input)))
  }
})
customElements.define('order-button', class extends HTMLElement {
  connectedCallback() {
    this.attachShadow({ mode: 'open' }).append(el('button', { type: 'button', onclick: () => submit(values) }, 'Order'))
  }
})
`
