import { fill, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { field, form } from '../page.ts'
import { CITIES, emailOf, person, some } from '../words.ts'

/** Text fields to be filled, among others to be left alone. */
export const fillForm: MicroKind = {
  kind: 'fill-form',
  pose(rng, level) {
    const name = person(rng)
    const known: Readonly<Record<string, string>> = {
      'Full name': name,
      'E-mail': emailOf(name),
      City: rng.pick(CITIES),
      Phone: String(rng.int(1_000_000, 10_000_000)),
      Company: `${rng.pick(CITIES)} Trading`,
      'Postal code': String(rng.int(10_000, 100_000)),
    }
    const labels = rng.shuffle(Object.keys(known))
    const asked = some(rng, labels, level + 1)
    const expected = Object.fromEntries(
      labels.map((label) => [label, asked.includes(label) ? (known[label] ?? '') : '']),
    )
    const told = asked.map((label) => `"${label}" with "${known[label]}"`).join(', ')
    return {
      goal: `Fill in ${told}. Leave all else empty and submit the form.`,
      title: 'Contact details',
      main: form(labels.map((label) => field(label, label))),
      expected,
      gold: [...asked.map((label) => fill(label, known[label] ?? '')), press('Submit')],
    }
  },
}
