import { link, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { code, some, TOPICS } from '../words.ts'

/** The right one of several files; the server sees what was fetched. */
export const fileDownload: MicroKind = {
  kind: 'file-download',
  pose(rng, level) {
    const topic = rng.pick(TOPICS)
    const topics =
      level === 1 ? some(rng, TOPICS, 3) : [topic, rng.pick(TOPICS.filter((t) => t !== topic))]
    const years = level === 1 ? [2025] : level === 2 ? [2024, 2025] : [2023, 2024, 2025]
    const all = topics.flatMap((each) =>
      years.map((year) => ({
        name: `${each.toLowerCase()}-${year}.txt`,
        label: `${each} ${year}`,
        path: `/files/${code(rng)}`,
        content: `${each} ${year}\n`,
        mimeType: 'text/plain',
      })),
    )
    const wanted = rng.pick(all)
    let downloaded: string[] = []
    return {
      goal: `Download the file "${wanted.label}"${level > 1 ? ', and no other,' : ''} and press Done.`,
      title: 'Files',
      main: html`<ul>${rng.shuffle(all).map(({ label, path }) => html`<li><a href="${path}" download>${label}</a></li>`)}</ul><p><button type="button" id="done">Done</button></p>`,
      script: `$('#done').addEventListener('click', () => submit({}))`,
      served: Object.fromEntries(all.map((file) => [file.path, file])),
      onServed: (name) => {
        downloaded = [...downloaded, name]
      },
      milestones: [`downloaded ${wanted.name}`],
      isRight: () =>
        downloaded.includes(wanted.name) &&
        (level === 1 || downloaded.every((name) => name === wanted.name)),
      gold: [link(wanted.label), press('Done')],
    }
  },
}
