import { focus } from './focus.ts'
import { press } from './press.ts'
import type { Handlers } from './target.ts'

/** The keyboard. */
export const keys: Handlers<'type' | 'press' | 'type_text'> = {
  type: async (context, { ref, text, submit }) => {
    await focus(context, ref, 'end')
    await context.page.keyboard.type(text)
    if (submit) await context.page.keyboard.press('Enter')
    return []
  },
  press: async (context, { key, ref }) => {
    if (ref !== undefined) await focus(context, ref, 'kept')
    await press(context.page, key)
    return []
  },
  type_text: async ({ page }, { text }) => {
    await page.keyboard.type(text)
    return []
  },
}
