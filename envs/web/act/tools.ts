import { z } from 'zod'
import { type Space, tools, type Value } from '../../../core/index.ts'

const ref = z
  .string()
  .min(1)
  .max(20)
  .describe('Ref of an element in the last snapshot, such as e12')
const text = z.string().max(10_000)
const x = z.number().min(0).max(10_000).describe('Pixels from the left of the page in view')
const y = z.number().min(0).max(10_000).describe('Pixels from the top of the page in view')
const button = z.enum(['left', 'right', 'middle']).optional().describe('Default left')
const key = z
  .string()
  .min(1)
  .max(60)
  .describe('Key or combination, such as Enter, ArrowDown, a, Control+a')
const url = z.string().min(1).max(2000)

/** Actions by what they need: a policy is given those that fit its observations. */
export const toolSets = {
  ref: {
    click: z.object({ ref, button }).describe('Click an element'),
    double_click: z.object({ ref }).describe('Double-click an element'),
    fill: z.object({ ref, text }).describe('Replace what a text field holds'),
    type: z
      .object({ ref, text, submit: z.boolean().optional().describe('Press Enter afterwards') })
      .describe('Type into an element key by key, after what it holds'),
    press: z
      .object({ key, ref: ref.optional().describe('Element to focus first') })
      .describe('Press a key'),
    select: z
      .object({ ref, options: z.array(text).min(1).max(50).describe('Labels or values') })
      .describe('Choose options of a select element'),
    check: z.object({ ref }).describe('Check a checkbox or radio button'),
    uncheck: z.object({ ref }).describe('Uncheck a checkbox'),
    hover: z.object({ ref }).describe('Move the mouse over an element'),
    drag: z.object({ from: ref, to: ref }).describe('Drag an element onto another'),
    upload: z
      .object({ ref, files: z.array(z.string().min(1).max(200)).min(1).max(20) })
      .describe('Choose files for a file field, by the names the task gives'),
    scroll: z
      .object({
        ref: ref.optional().describe('Scroll within this element instead of the page'),
        direction: z.enum(['up', 'down', 'left', 'right']),
        pixels: z.int().min(1).max(20_000).optional().describe('Default 600'),
      })
      .describe('Scroll'),
  },
  coordinates: {
    click_at: z.object({ x, y, button }).describe('Click at a point'),
    double_click_at: z.object({ x, y }).describe('Double-click at a point'),
    hover_at: z.object({ x, y }).describe('Move the mouse to a point'),
    drag_at: z
      .object({ from_x: x, from_y: y, to_x: x, to_y: y })
      .describe('Press the mouse at a point, move it to another and release it'),
    draw: z
      .object({
        points: z
          .array(z.tuple([x, y]))
          .min(2)
          .max(200),
      })
      .describe('Press the mouse at the first point, move it along the others and release it'),
    scroll_at: z
      .object({ x, y, dx: z.number().optional(), dy: z.number() })
      .describe('Turn the wheel at a point'),
    type_text: z.object({ text }).describe('Type into what has the focus'),
  },
  navigation: {
    goto: z.object({ url }).describe('Open an address in this tab'),
    back: z.object({}).describe('Go back'),
    forward: z.object({}).describe('Go forward'),
    reload: z.object({}).describe('Load the page again'),
  },
  tabs: {
    tab_new: z.object({ url: url.optional() }).describe('Open a tab'),
    tab_switch: z.object({ tab: z.int().min(1).max(99) }).describe('Go to a tab by its number'),
    tab_close: z
      .object({ tab: z.int().min(1).max(99).optional() })
      .describe('Close a tab (default: this one)'),
  },
  wait: {
    wait: z
      .object({ seconds: z.number().min(0).max(60) })
      .describe("Let time pass; the page's clock stands still otherwise"),
  },
  dialog: {
    dialog: z
      .object({ accept: z.boolean(), text: text.optional().describe('What a prompt asks for') })
      .describe('Answer an open alert, confirm or prompt'),
  },
  chat: { say: z.object({ text }).describe('Say something to the user, who may answer') },
  answer: {
    answer: z
      .object({ text })
      .describe('Tell the answer, or that the task is done: ends the episode'),
  },
  infeasible: {
    report_infeasible: z
      .object({ reason: text })
      .describe('Tell that the task cannot be done: ends the episode'),
  },
} as const

export type ToolSet = keyof typeof toolSets
export const toolSetNames = Object.keys(toolSets) as readonly ToolSet[]

const table = {
  ...toolSets.ref,
  ...toolSets.coordinates,
  ...toolSets.navigation,
  ...toolSets.tabs,
  ...toolSets.wait,
  ...toolSets.dialog,
  ...toolSets.chat,
  ...toolSets.answer,
  ...toolSets.infeasible,
}

/** All that an agent may do in a browser. */
export const webActions = tools(table)
export type WebAction = Value<typeof webActions>
/** What is done to pages; the rest is between agent, user and env. */
export type PageAction = Exclude<
  WebAction,
  { tool: 'say' } | { tool: 'answer' } | { tool: 'report_infeasible' }
>

/** A part of the actions. */
export function actionsOf(sets: readonly ToolSet[]): Space<WebAction> {
  if (sets.length === toolSetNames.length) return webActions
  const chosen = Object.assign({}, ...sets.map((set) => toolSets[set])) as typeof table
  return tools(chosen) as Space<WebAction>
}
