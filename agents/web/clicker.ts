import { type Agent, decide, type Rng } from '../../core/index.ts'
import { CHECK_ROLES, CLICK_ROLES, requireRefs, TEXT_ROLES, type WebCall } from './call.ts'
import { type Item, type PageText, readPage } from './page-text.ts'

/** Random over what is visible: a fitting action on an element of the snapshot, seeded by the episode. */
export const clicker: Agent<unknown, unknown> = {
  name: 'clicker',
  async begin(context) {
    requireRefs('clicker', context)
    const { rng, actionSpace, noop } = context
    let goal = ''
    return {
      async act(observation) {
        const page = readPage(observation)
        goal = page.goal ?? goal
        const call = randomCall(page, goal, rng)
        return decide(actionSpace.contains(call) ? call : (noop ?? actionSpace.sample(rng)))
      },
    }
  },
}

function randomCall({ items, dialog }: PageText, goal: string, rng: Rng): WebCall {
  if (dialog) return { tool: 'dialog', accept: rng.chance(0.5) }
  const calls = items.flatMap((item) => callsOn(item, goal, rng))
  return calls.length > 0 ? rng.pick(calls) : { tool: 'scroll', direction: 'down' }
}

/** At most one an element, so that none is likelier than another. */
function callsOn(item: Item, goal: string, rng: Rng): readonly WebCall[] {
  const { ref, role, attributes, children } = item
  if (ref === null || attributes.has('disabled')) return []
  if (CHECK_ROLES.has(role)) return [{ tool: 'click', ref }]
  const options = children.filter((child) => child.role === 'option' && child.ref === null)
  if (options.length > 0) return [{ tool: 'select', ref, options: [rng.pick(options).name] }]
  if (TEXT_ROLES.has(role)) return [{ tool: 'fill', ref, text: textFrom(goal, rng) }]
  return CLICK_ROLES.has(role) ? [{ tool: 'click', ref }] : []
}

/** Something the goal says: what it quotes, or a word of it. */
function textFrom(goal: string, rng: Rng): string {
  const quoted = [...goal.matchAll(/"([^"]+)"/g)].map(([, text = '']) => text)
  const words = goal.match(/[\p{L}\p{N}@.:-]+/gu) ?? []
  const all = [...quoted, ...words]
  return all.length > 0 ? rng.pick(all) : ''
}
