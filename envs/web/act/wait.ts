import type { Handler } from './target.ts'

/** The page's clock goes on. */
export const wait: Handler<'wait'> = async (context, { seconds }) => {
  await context.advance(seconds * 1000)
  return []
}
