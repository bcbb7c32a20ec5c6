import { ConfigError } from '../../../core/index.ts'
import type { Edit } from './format.ts'

/** Path -> text. */
export type Files = Readonly<Record<string, string>>

/**
 * The files with the edits made, one after the other.
 * @throws ConfigError when a text to find is not there exactly once.
 */
export function applyEdits(files: Files, edits: readonly Edit[]): Files {
  const edited: Record<string, string> = { ...files }
  for (const { file, find, replace } of edits) {
    const text = edited[file]
    if (text === undefined) {
      throw new ConfigError(`Cannot edit ${file}: no such file (check the edits of the task)`)
    }
    const start = text.indexOf(find)
    if (start === -1 || text.indexOf(find, start + 1) !== -1) {
      const [times, advice] =
        start === -1
          ? ['never', 'take the text as the file has it']
          : ['several times', 'make the text unique']
      throw new ConfigError(
        `Cannot edit ${file}: expected to find ${JSON.stringify(find)} once, but found it ${times} (${advice})`,
      )
    }
    edited[file] = text.slice(0, start) + replace + text.slice(start + find.length)
  }
  return edited
}

/** The shortest edit of whole lines from one text to another that can be made and undone. */
export function lineEdit(file: string, before: string, after: string): Edit {
  const [old, fresh] = [splitLines(before), splitLines(after)]
  const most = Math.min(old.length, fresh.length)
  let head = 0
  while (head < most && old[head] === fresh[head]) head++
  let tail = 0
  while (tail < most - head && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) tail++

  while (true) {
    const find = old.slice(head, old.length - tail).join('')
    const replace = fresh.slice(head, fresh.length - tail).join('')
    if (occursOnce(before, find) && occursOnce(after, replace)) return { file, find, replace }
    if (head > 0) head--
    else if (tail > 0) tail--
    else throw new RangeError(`Cannot make an edit of ${file}: one of its texts is empty`)
  }
}

/** `<file>:<line>` where an edit begins to differ from the original, from 1. */
export function placeOfEdit(files: Files, { file, find, replace }: Edit): string {
  const at = Math.max(0, (files[file] ?? '').indexOf(find))
  const [old, fresh] = [splitLines(find), splitLines(replace)]
  const common = Math.max(
    0,
    old.findIndex((line, index) => line !== fresh[index]),
  )
  const before = splitLines((files[file] ?? '').slice(0, at)).filter((line) => line !== '')
  return `${file}:${before.length + common + 1}`
}

/** Lines with their line ends. */
function splitLines(text: string): readonly string[] {
  return text.split(/(?<=\n)/)
}

function occursOnce(text: string, part: string): boolean {
  const start = text.indexOf(part)
  return part !== '' && start !== -1 && text.indexOf(part, start + 1) === -1
}
