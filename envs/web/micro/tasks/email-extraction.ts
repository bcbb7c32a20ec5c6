import { fill, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { field, form, html } from '../page.ts'
import { emailOf, people, some, TOPICS } from '../words.ts'

/** The right address of a text goes into a form. */
export const emailExtraction: MicroKind = {
  kind: 'email-extraction',
  pose(rng, level) {
    const names = people(rng, 2 * level)
    const topics = some(rng, TOPICS, names.length)
    const host = (index: number) => `${topics[index]?.toLowerCase()}.example`
    const entries = names.map((name, index) => ({
      name,
      topic: topics[index] ?? '',
      email: `${emailOf(name).split('@')[0]}@${host(index)}`,
    }))
    const wanted = rng.pick(entries)
    const told = level === 1 ? wanted.name : `whoever is in charge of ${wanted.topic.toLowerCase()}`
    return {
      goal: `Find the e-mail address of ${level === 1 ? `"${told}"` : told} in the text and type it into the form, then submit.`,
      title: 'Who to ask',
      main: html`<p>${entries.map(({ name, topic, email }) => html`${topic} is in the hands of ${name}, whom you reach at ${email}. `)}</p>${form(field('E-mail', 'email'))}`,
      expected: { email: wanted.email },
      gold: [fill('E-mail', wanted.email), press('Submit')],
    }
  },
}
