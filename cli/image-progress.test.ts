import { expect, test } from 'vitest'
import { reportProgress } from '../sandboxes/progress.ts'
import { noteImages } from './image-progress.ts'

test('notes the start, a line now and then, and the end of work on an image', () => {
  const notes: string[] = []
  let time = 0
  const now = () => time
  const stop = noteImages((line) => notes.push(line), now)
  const pull = reportProgress('some/image', 'pull', now)
  const build = reportProgress('/some/folder', 'build', now)

  for (; time < 12_000; time += 100) {
    pull.say(`at ${time}`)
    if (time === 0) build.say('Step 1/2')
  }
  pull.end('pulled')
  stop()
  build.end('built')

  expect(notes).toEqual([
    'Pulling some/image: at 0',
    'Building /some/folder: Step 1/2',
    'Pulling some/image: at 5100',
    'Pulling some/image: at 10200',
    'Pulling some/image: pulled',
  ])
})
