import type { WebAction } from './act/tools.ts'
import type { SnapNode, View } from './observe/view.ts'
import type { Script, ScriptStep, Target } from './world.ts'

/** The actions of a script, one after the other; `seen` gives what is there when it is asked for. */
export function actionsOfScript(script: Script, seen: () => View): () => WebAction | null {
  let step = 0
  return () => {
    const view = seen()
    const next = typeof script === 'function' ? script({ view, step }) : (script[step] ?? null)
    step++
    return next && actionOf(next, view)
  }
}

/** @throws Error where an element of the step is not there: a script is right, or the page is not. */
function actionOf(step: ScriptStep, view: View): WebAction {
  if (!('do' in step)) return step
  const ref = refOf(step.on, view)
  switch (step.do) {
    case 'fill':
      return { tool: 'fill', ref, text: step.text }
    case 'type':
      return { tool: 'type', ref, text: step.text, ...(step.submit ? { submit: true } : {}) }
    case 'select':
      return { tool: 'select', ref, options: [...step.options] }
    case 'press':
      return { tool: 'press', ref, key: step.key }
    case 'upload':
      return { tool: 'upload', ref, files: [...step.files] }
    case 'drag':
      return { tool: 'drag', from: ref, to: refOf(step.to, view) }
    case 'scroll':
      return {
        ...{ tool: 'scroll', ref, direction: step.direction },
        ...(step.pixels === undefined ? {} : { pixels: step.pixels }),
      }
    default:
      return { tool: step.do, ref }
  }
}

function refOf(target: Target, view: View): string {
  const node = find(view.nodes, target)
  if (node?.ref) return node.ref
  const alike = [...walk(view.nodes)].filter(({ role }) => role === target.role)
  throw new Error(
    `Cannot find ${describe(target)} at ${view.url}: ${node ? 'it has no ref' : `of its role there are ${alike.map(({ name }) => JSON.stringify(name)).join(', ') || 'none'}`}${view.dialog ? ` (a dialog is open: ${view.dialog.message})` : ''}`,
  )
}

/** The element that a target means; undefined where there is none. */
export function find(nodes: readonly SnapNode[], target: Target): SnapNode | undefined {
  return findAll(nodes, target)[target.nth ?? 0]
}

/** All elements that fit, in the order of the page. */
export function findAll(nodes: readonly SnapNode[], target: Target): readonly SnapNode[] {
  const { role, name, within, where } = target
  const roots = within ? chosen(nodes, within).flatMap(({ children }) => children) : nodes
  return [...walk(roots)].filter(
    (node) =>
      node.role === role &&
      (name === undefined ||
        (typeof name === 'string' ? node.name === name : new RegExp(name).test(node.name))) &&
      (where?.(node) ?? true),
  )
}

const chosen = (nodes: readonly SnapNode[], within: Target): readonly SnapNode[] =>
  within.nth === undefined
    ? findAll(nodes, within)
    : [find(nodes, within)].filter((node) => node !== undefined)

/** Elements in the order of the page, parents before their children. */
export function* walk(nodes: readonly SnapNode[]): Generator<SnapNode> {
  for (const node of nodes) {
    yield node
    yield* walk(node.children)
  }
}

function describe({ role, name, within, nth }: Target): string {
  const which = nth === undefined ? '' : ` number ${nth + 1}`
  const inside = within ? ` within ${describe(within)}` : ''
  return `${role}${name === undefined ? '' : ` ${typeof name === 'string' ? JSON.stringify(name) : name}`}${which}${inside}`
}
