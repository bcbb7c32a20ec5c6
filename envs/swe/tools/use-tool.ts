import type { Sandbox } from '../../../sandboxes/index.ts'
import type { RepairAction } from './action-space.ts'
import { bash, type CommandLimits } from './bash.ts'
import { edit } from './edit.ts'
import { succeeded, type ToolOutcome } from './outcome.ts'
import { view } from './view.ts'
import { write } from './write.ts'

/** Does what an action asks for. What the agent got wrong is an outcome; only the machinery throws. */
export async function useTool(
  sandbox: Sandbox,
  action: RepairAction,
  limits: CommandLimits,
): Promise<ToolOutcome> {
  switch (action.tool) {
    case 'bash':
      return bash(sandbox, action, limits)
    case 'view':
      return view(sandbox, action)
    case 'edit':
      return edit(sandbox, action)
    case 'write':
      return write(sandbox, action)
    case 'submit':
      return succeeded('Submitted.')
  }
}
