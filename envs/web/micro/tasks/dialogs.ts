import { press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { html } from '../page.ts'
import { CITIES, GOODS } from '../words.ts'

/** Dialogs of the browser: a confirm, a prompt, or both. */
export const dialogs: MicroKind = {
  kind: 'dialogs',
  pose(rng, level) {
    const [good, city] = [rng.pick(GOODS), rng.pick(CITIES)]
    const accept = level > 1 || rng.chance(0.5)
    const goal = [
      `Press "Remove ${good}" and ${accept ? 'confirm' : 'cancel'} the question.`,
      `Press "Rename" and give the name "${city}".`,
      `Press "Remove ${good}" and confirm; when asked where it goes, answer "${city}".`,
    ][level - 1]
    const first = level === 2 ? 'Rename' : `Remove ${good}`
    return {
      goal: goal ?? '',
      title: good,
      main: html`<p><button type="button" id="remove">Remove ${good}</button> <button type="button" id="rename">Rename</button></p>`,
      data: { level, good },
      script: SCRIPT,
      expected: {
        action: level === 2 ? 'rename' : accept ? 'removed' : 'kept',
        ...(level > 1 ? { text: city } : {}),
      },
      gold: [
        press(first),
        ...(level !== 2 ? [{ tool: 'dialog' as const, accept }] : []),
        ...(level > 1 ? [{ tool: 'dialog' as const, accept: true, text: city }] : []),
      ],
    }
  },
}

const SCRIPT = `
$('#remove').addEventListener('click', () => {
  const action = confirm('Remove ' + data.good + '?') ? 'removed' : 'kept'
  const text = data.level === 3 && action === 'removed' ? prompt('Where does it go?') ?? '' : ''
  submit({ action, text })
})
$('#rename').addEventListener('click', () => {
  const text = prompt('New name', data.good)
  if (text !== null) submit({ action: 'rename', text })
})
`
