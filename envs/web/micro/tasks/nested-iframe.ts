import { press } from '../../steps.ts'
import type { MicroKind, MicroPage } from '../kind.ts'
import { buttons, html } from '../page.ts'
import { some, TOPICS } from '../words.ts'

/** Buttons in frames within frames; at level 3 several in each. */
export const nestedIframe: MicroKind = {
  kind: 'nested-iframe',
  pose(rng, level) {
    const depth = Math.min(level + 1, 3)
    const each = level === 3 ? 3 : 1
    const labels = some(rng, TOPICS, (depth + 1) * each)
    const own = (at: number) => labels.slice(at * each, (at + 1) * each)
    const wanted = rng.pick(own(rng.int(2, depth + 1)))
    const page = (at: number): MicroPage => ({
      title: at === 0 ? 'Frames' : `Frame ${at}`,
      main: html`${buttons(own(at))}${
        at < depth
          ? html`<iframe src="/inner/${at + 1}" title="Frame ${at + 1}" width="${520 - at * 60}" height="${420 - at * 110}"></iframe>`
          : ''
      }`,
      script: `for (const button of $$('button')) button.addEventListener('click', () => submit({ pressed: button.textContent }))`,
    })
    return {
      ...page(0),
      goal: `Press the button "${wanted}".`,
      pages: Object.fromEntries(
        Array.from({ length: depth }, (_, index) => [`/inner/${index + 1}`, page(index + 1)]),
      ),
      expected: { pressed: wanted },
      gold: [press(wanted)],
    }
  },
}
