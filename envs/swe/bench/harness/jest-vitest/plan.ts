import { shellWord } from '../../../../../core/shell-quote.ts'
import type { HarnessPlan } from '../harness.ts'
import { CHILD } from './child.ts'
import type { TakenCommand } from './command.ts'
import { MARKS } from './marks.ts'
import { PARENT } from './parent.ts'
import { newKey, readReport, untouchedReport } from './report.ts'

/** A program that runs the runner with a guard in each of its processes; `programs` beside those that all need, by name. */
export function guardedRun(
  folder: string,
  { environment, args }: TakenCommand,
  {
    main,
    programs,
  }: { readonly main: string; readonly programs: Readonly<Record<string, string>> },
): HarnessPlan {
  // What stands in a folder of that name is loaded as it is, past the repository's own transforms.
  const place = `${folder}/node_modules/guard`
  const report = `${folder}/report`
  const key = newKey()
  const all = { 'parent.cjs': PARENT, 'marks.cjs': MARKS, 'child.cjs': CHILD, ...programs }
  const files = Object.entries(all).map(([name, text]) => [`${place}/${name}`, text])
  return {
    files: { [report]: untouchedReport(key), ...Object.fromEntries(files) },
    command: ['env', ...environment, 'node', `${place}/${main}`, report, ...args]
      .map(shellWord)
      .join(' '),
    report,
    read: (text) => readReport(text, key),
  }
}
