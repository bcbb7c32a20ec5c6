import { fill, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { form, html } from '../page.ts'
import { some } from '../words.ts'

/** Sliders to be set to a value. */
export const rangeSlider: MicroKind = {
  kind: 'range-slider',
  pose(rng, level) {
    const names = some(rng, ['Volume', 'Brightness', 'Contrast', 'Speed'], level)
    const expected = Object.fromEntries(names.map((name) => [name, String(rng.int(1, 50) * 2)]))
    const told = Object.entries(expected).map(([name, value]) => `"${name}" to ${value}`)
    return {
      goal: `Set ${told.join(' and ')}, then save.`,
      title: 'Settings',
      main: form(
        rng
          .shuffle(names)
          .map(
            (name) =>
              html`<label>${name} <input type="range" name="${name}" min="0" max="100" step="2" value="0"></label><output>0</output>`,
          ),
        'Save',
      ),
      script: `for (const input of $$('input[type=range]'))
  input.addEventListener('input', () => { input.parentElement.nextElementSibling.textContent = input.value })`,
      expected,
      gold: [
        ...Object.entries(expected).map(([name, value]) => fill(name, value, 'slider')),
        press('Save'),
      ],
    }
  },
}
