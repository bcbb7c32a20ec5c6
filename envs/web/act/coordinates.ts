import type { ActContext } from './act-context.ts'
import { Blocked } from './blocked.ts'
import type { Handlers } from './target.ts'
import { wheel } from './wheel.ts'

type Point = readonly [x: number, y: number]

/** The mouse at points of the view. */
export const coordinates: Handlers<
  'click_at' | 'double_click_at' | 'hover_at' | 'drag_at' | 'draw' | 'scroll_at'
> = {
  click_at: async (context, { x, y, button = 'left' }) => {
    checkInView(context, [x, y])
    await context.page.mouse.click(x, y, { button })
    return []
  },
  double_click_at: async (context, { x, y }) => {
    checkInView(context, [x, y])
    await context.page.mouse.dblclick(x, y)
    return []
  },
  hover_at: async (context, { x, y }) => {
    checkInView(context, [x, y])
    await context.page.mouse.move(x, y)
    return []
  },
  drag_at: (context, { from_x, from_y, to_x, to_y }) =>
    stroke(context, [from_x, from_y], [[to_x, to_y]], 10),
  draw: (context, { points: [first = [0, 0], ...others] }) => stroke(context, first, others, 2),
  scroll_at: async (context, { x, y, dx = 0, dy }) => {
    checkInView(context, [x, y])
    return wheel(context, { point: [x, y], by: [dx, dy] })
  },
}

async function stroke(
  context: ActContext,
  first: Point,
  others: readonly Point[],
  steps: number,
): Promise<readonly string[]> {
  const { mouse } = context.page
  for (const point of [first, ...others]) checkInView(context, point)
  await mouse.move(...first)
  await mouse.down()
  try {
    for (const [x, y] of others) await mouse.move(x, y, { steps })
  } finally {
    await mouse.up()
  }
  return []
}

function checkInView({ page }: ActContext, [x, y]: Point): void {
  const size = page.viewportSize()
  if (!size || (x < size.width && y < size.height)) return
  throw new Blocked(`(${x}, ${y}) lies outside the view of ${size.width} x ${size.height} pixels.`)
}
