import { find } from '../../script.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { code, people, TASKS } from '../words.ts'

const BATCH = 6

/** A feed that goes on as one scrolls. */
export const infiniteScroll: MicroKind = {
  kind: 'infinite-scroll',
  pose(rng, level) {
    const posts = people(rng, 20).map((name) => ({
      name,
      text: `${rng.pick(TASKS)} (${code(rng)})`,
      id: code(rng),
    }))
    const wanted = posts[rng.int(BATCH * level, BATCH * level + 2)] ?? {
      name: '',
      id: '',
      text: '',
    }
    const like = { role: 'button', name: `Like ${wanted.name}` }
    return {
      goal: `Like the post by "${wanted.name}".`,
      title: 'Feed',
      main: html`<div id="feed"></div><p id="end">Loading</p>`,
      script: SCRIPT,
      api: {
        '/more'({ from = '0' }, reached) {
          const batch = posts.slice(Number(from), Number(from) + BATCH)
          if (batch.includes(wanted)) reached('loaded')
          return batch
        },
      },
      milestones: ['loaded'],
      expected: { liked: wanted.id },
      gold: ({ view, step }) => {
        if (find(view.nodes, like)) return { on: like, do: 'click' }
        return step > 12 ? null : { tool: 'scroll', direction: 'down', pixels: 5000 }
      },
    }
  },
}

const SCRIPT = `
let count = 0, loading = false, over = false
const more = async () => {
  if (loading || over) return
  loading = true
  const batch = await send('/more', { from: String(count) })
  count += batch.length
  over = batch.length === 0
  if (over) $('#end').textContent = 'No more posts'
  for (const { name, text, id } of batch) $('#feed').append(el('article', { class: 'card', style: 'min-height:130px' },
    el('h2', {}, name), el('p', {}, text),
    el('button', { type: 'button', 'aria-label': 'Like ' + name, onclick: () => submit({ liked: id }) }, 'Like')))
  loading = false
}
window.addEventListener('scroll', () => {
  if (window.innerHeight + window.scrollY > document.body.scrollHeight - 200) more()
})
more()
`
