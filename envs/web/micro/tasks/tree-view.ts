import { press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { some, TOPICS } from '../words.ts'

/** Folders whose content the server tells when they are opened. */
export const treeView: MicroKind = {
  kind: 'tree-view',
  pose(rng, level) {
    const children = new Map<string, readonly string[]>()
    const grow = (path: string, depth: number): void => {
      const names = some(rng, TOPICS, 3)
      children.set(path, names)
      if (depth > 0) for (const name of names) grow(`${path}/${name}`, depth - 1)
    }
    grow('', level)
    const path: string[] = []
    for (let at = ''; children.has(at); at = `/${path.join('/')}`) {
      path.push(rng.pick(children.get(at) ?? []))
    }
    const id = (depth: number) => path.slice(0, depth + 1).join(' / ')
    return {
      goal: `Open the folders ${path
        .slice(0, -1)
        .map((name) => `"${name}"`)
        .join(' > ')} and select the file "${path.at(-1)}" there.`,
      title: 'Documents',
      main: html`<ul role="tree" aria-label="Folders" id="root"></ul>`,
      script: SCRIPT,
      api: {
        '/children'({ path: at = '' }, reached) {
          if (at !== '' && `/${path.join('/')}`.startsWith(`${at}/`)) reached(`opened ${at}`)
          return (children.get(at) ?? []).map((name) => ({
            name,
            isFolder: children.has(`${at}/${name}`),
          }))
        },
      },
      milestones: path
        .slice(0, -1)
        .map((_, depth) => `opened /${path.slice(0, depth + 1).join('/')}`),
      expected: { file: `/${path.join('/')}` },
      gold: path.map((_, depth) =>
        press(depth < path.length - 1 ? `Open ${id(depth)}` : id(depth)),
      ),
    }
  },
}

const SCRIPT = `
const show = async (list, path) => {
  const found = await send('/children', { path })
  list.replaceChildren(...found.map(({ name, isFolder }) => {
    const own = path + '/' + name
    const label = own.slice(1).replaceAll('/', ' / ')
    const group = el('ul', { role: 'group' })
    const item = el('li', { role: 'treeitem', 'aria-label': name }, el('button', {
      type: 'button', 'aria-label': isFolder ? 'Open ' + label : label,
      onclick: async () => {
        if (!isFolder) return submit({ file: own })
        const open = item.getAttribute('aria-expanded') !== 'true'
        item.setAttribute('aria-expanded', String(open))
        if (open) await show(group, own)
        else group.replaceChildren()
      } }, (isFolder ? '+ ' : '') + name), group)
    if (isFolder) item.setAttribute('aria-expanded', 'false')
    return item
  }))
}
show($('#root'), '')
`
