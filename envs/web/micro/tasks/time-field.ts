import { fill, press } from '../../steps.ts'
import type { MicroKind } from '../kind.ts'
import { field, form } from '../page.ts'
import { two } from '../words.ts'

/** Time fields; harder: told with am and pm, or as a duration. */
export const timeField: MicroKind = {
  kind: 'time-field',
  pose(rng, level) {
    const [hour, minute, hours] = [rng.int(6, 18), rng.int(12) * 5, rng.int(1, 5)]
    const start = `${two(hour)}:${two(minute)}`
    const end = `${two(hour + hours)}:${two(minute)}`
    const spoken = `${hour % 12 || 12}:${two(minute)} ${hour < 12 ? 'am' : 'pm'}`
    const told = [
      `from "${start}" to "${end}"`,
      `at "${spoken}"; it ends at "${end}"`,
      `at "${spoken}"; it takes ${hours} hour${hours > 1 ? 's' : ''}`,
    ][level - 1]
    return {
      goal: `Reserve the room ${told}.`,
      title: 'Meeting room',
      main: form([field('Starts', 'start', 'time'), field('Ends', 'end', 'time')], 'Reserve'),
      expected: { start, end },
      gold: [fill('Starts', start), fill('Ends', end), press('Reserve')],
    }
  },
}
