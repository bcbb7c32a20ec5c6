import { fill, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { field, form, html } from '../page.ts'
import { code, some, TOPICS } from '../words.ts'

/** What one tab shows goes into the form of another. */
export const copyBetweenTabs: MicroKind = {
  kind: 'copy-between-tabs',
  pose(rng, level) {
    const lines = some(rng, TOPICS, 1 + 2 * level).map((topic) => ({ topic, code: code(rng) }))
    const wanted = some(rng, lines, level === 3 ? 2 : 1)
    const expected = Object.fromEntries(wanted.map(({ topic, code }) => [topic, code]))
    return {
      goal: `Copy the code${wanted.length > 1 ? 's' : ''} of ${wanted.map(({ topic }) => `"${topic}"`).join(' and ')} from the notes in the other tab into the form, and submit it.`,
      title: 'Activation',
      main: form(wanted.map(({ topic }) => field(topic, topic))),
      pages: {
        '/notes': {
          title: 'Notes',
          main: html`<table><tbody>${lines.map(({ topic, code }) => html`<tr><td>${topic}</td><td>${code}</td></tr>`)}</tbody></table>`,
        },
      },
      tabs: ['/notes'],
      expected,
      gold: [
        { tool: 'tab_switch', tab: 2 },
        { tool: 'tab_switch', tab: 1 },
        ...wanted.map(({ topic, code }) => fill(topic, code)),
        press('Submit'),
      ],
    }
  },
}
