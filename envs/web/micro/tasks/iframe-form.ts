import { press } from '../../steps.ts'
import type { ScriptStep } from '../../world.ts'
import type { MicroKind } from '../kind.ts'
import { field, form, html } from '../page.ts'
import { emailOf, GOODS, person, some } from '../words.ts'

/** A form in a frame; harder: with a second frame that looks alike. */
export const iframeForm: MicroKind = {
  kind: 'iframe-form',
  pose(rng, level) {
    const name = person(rng)
    const expected = {
      name,
      ...(level > 1 ? { email: emailOf(name) } : {}),
      product: rng.pick(GOODS),
    }
    const [product = '', other = ''] = some(rng, GOODS, 2)
    const shown = level > 2 ? rng.shuffle([product, other]) : [product]
    const frame = (title: string, index: number) => ({
      title,
      main: form(
        [
          html`<input type="hidden" name="product" value="${title}">`,
          field('Name', 'name'),
          ...(level > 1 ? [field('E-mail', 'email')] : []),
        ],
        `Reserve ${index + 1}`,
      ),
    })
    const index = shown.indexOf(product)
    return {
      goal: `Reserve "${product}" for "${name}"${level > 1 ? ` with the e-mail "${emailOf(name)}"` : ''}.`,
      title: 'Reservations',
      main: html`${shown.map((title, at) => html`<iframe src="/frame/${at}" title="${title}" width="420" height="240"></iframe>`)}`,
      pages: Object.fromEntries(shown.map((title, at) => [`/frame/${at}`, frame(title, at)])),
      expected: { ...expected, product },
      gold: [
        fillAt(index, 'Name', name),
        ...(level > 1 ? [fillAt(index, 'E-mail', emailOf(name))] : []),
        press(`Reserve ${index + 1}`),
      ],
    }
  },
}

/** Fields of both frames have the same names. */
const fillAt = (nth: number, name: string, text: string): ScriptStep => ({
  ...{ on: { role: 'textbox', name, nth }, do: 'fill', text },
})
