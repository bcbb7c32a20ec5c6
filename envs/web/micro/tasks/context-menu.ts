import { at, click, rightClick, seeing } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { some, TOPICS } from '../words.ts'

/** A menu that only the right mouse button opens. */
export const contextMenu: MicroKind = {
  kind: 'context-menu',
  pose(rng, level) {
    const files = some(rng, TOPICS, 2 + 2 * level).map((topic) => `${topic.toLowerCase()}.txt`)
    const entries = rng.shuffle(['Copy', 'Delete', 'Print', 'Share', 'Star'].slice(0, 2 + level))
    const wanted = some(rng, files, level === 3 ? 2 : 1).map((file) => ({
      file,
      entry: rng.pick(entries),
    }))
    const told = wanted.map(({ file, entry }) => `"${entry}" for the file "${file}"`)
    return {
      goal: `Use the context menu (right click): choose ${told.join(', then ')}.`,
      title: 'Folder',
      main: html`<ul>${files.map((file) => html`<li class="card" aria-label="${file}">${file}</li>`)}</ul>
<ul role="menu" aria-label="File" hidden style="position:absolute">${entries.map((entry) => html`<li role="menuitem" tabindex="-1">${entry}</li>`)}</ul>`,
      data: { count: wanted.length },
      script: SCRIPT,
      expected: { done: wanted.map(({ file, entry }) => `${entry} ${file}`).join('|') },
      gold: seeing(
        wanted.flatMap(({ file, entry }) => [
          rightClick(at('listitem', file)),
          click('menuitem', entry),
        ]),
      ),
    }
  },
}

const SCRIPT = `
const menu = $('[role=menu]'), done = []
let file = ''
for (const item of $$('.card')) item.addEventListener('contextmenu', (event) => {
  event.preventDefault()
  file = item.textContent
  menu.style.left = event.pageX + 'px'
  menu.style.top = event.pageY + 'px'
  menu.hidden = false
})
document.addEventListener('click', () => { menu.hidden = true })
for (const entry of $$('[role=menuitem]')) entry.addEventListener('click', () => {
  done.push(entry.textContent + ' ' + file)
  say(done.at(-1))
  if (done.length === data.count) submit({ done: done.join('|') })
})
`
