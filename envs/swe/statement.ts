import type { OpenTask } from './tasks/open.ts'

const MOST_FILES = 60

/** The report, what the repository looks like, and what one can do. */
export function firstObservation({ task, files }: OpenTask): string {
  const paths = Object.keys(files).sort()
  const more = paths.length - MOST_FILES
  return [
    task.statement.trim(),
    '',
    `The repository (your working directory) has ${paths.length} files:`,
    ...paths.slice(0, MOST_FILES).map((path) => `  ${path}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
    '',
    'Tools: bash runs a command (`node --test` runs the tests), view shows a file, edit replaces a text that occurs once, write writes a whole file, submit ends the episode.',
    'Only changes of source files count; tests and package.json are restored before grading, and more tests than these are run.',
  ].join('\n')
}
