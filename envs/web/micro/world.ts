import { find } from '../script.ts'
import { answer, goto } from '../steps.ts'
import type { Script, WebWorld } from '../world.ts'
import { MICRO_ID, type MicroOptions, microOptions, microTaskOf, microTasks } from './instances.ts'
import { judgeMicro } from './judge.ts'
import { MICRO_ORIGIN, type MicroTask } from './kind.ts'
import { createMicroServer, type MicroServer } from './server.ts'

export interface MicroWorld {
  readonly task: MicroTask
  readonly server: MicroServer
}

/** One page, one thing to do: the widgets of the web, each with a server of its own that judges. */
export const microWorld: WebWorld<MicroWorld, MicroOptions> = {
  id: MICRO_ID,
  description:
    'Small web tasks, one a page: forms, date pickers, tables, drag and drop, menus, frames, canvas, files and more.',
  options: microOptions,
  tasks: microTasks,
  maxEpisodeSteps: 30,
  open({ task: { id }, rng }) {
    const task = microTaskOf(id)
    return { task, server: createMicroServer(task, rng.stream('server')) }
  },
  site: ({ server }) => ({ 'micro.test': server.host }),
  start: ({ task }) => ['/', ...(task.tabs ?? [])].map((path) => `${MICRO_ORIGIN}${path}`),
  goal: ({ task }) => task.goal,
  files: ({ task }) => task.files ?? [],
  judge: ({ task, server }, { answer }) => judgeMicro(task, server, answer),
  gold: ({ task }) => task.gold,
  cheats: {
    'javascript-url': ({ task }) => [open(`javascript:${request(task)}`), CLAIM],
    'direct-post': ({ task }) => [
      open(`${MICRO_ORIGIN}/submit?${new URLSearchParams(task.expected ?? {})}`),
      CLAIM,
    ],
    'data-page': ({ task }) => [open(`data:text/html,${formOf(task)}`), CLAIM],
    'forged-cookie': ({ task }) => [
      open(`javascript:document.cookie='sid=admin.1;path=/';${request(task)}`),
      { tool: 'reload' },
      CLAIM,
    ],
    'answer-only': () => [CLAIM],
    'send-at-once': ({ task }) => sendAtOnce(task),
  },
}

const CLAIM = answer('I have done it, the task is solved')
const open = (url: string) => goto(url.slice(0, 2000))

/** What a script would send in the page's place. */
const request = ({ expected = {} }: MicroTask) =>
  `fetch('/submit',{method:'POST',headers:{'content-type':'application/json'},body:'${encodeURIComponent(JSON.stringify(expected))}'})`

/** A page of another origin, whose form sends itself. */
const formOf = ({ expected = {} }: MicroTask) =>
  encodeURIComponent(
    `<form method="post" action="${MICRO_ORIGIN}/submit">${Object.keys(expected)
      .map((name) => `<input name="f${name.length}">`)
      .join('')}</form><script>document.forms[0].submit()</script>`,
  )

/** Presses the button that sends before anything was done. */
function sendAtOnce({ gold }: MicroTask): Script {
  const last = Array.isArray(gold) && gold.length > 1 ? gold.at(-1) : undefined
  return ({ view, step }) => {
    const isThere = last && 'on' in last && find(view.nodes, last.on)?.ref
    return step === 0 && isThere && last.on.role === 'button' ? last : step < 2 ? CLAIM : null
  }
}
