import { expect, test } from 'vitest'
import { onSandboxProgress, reportProgress } from './progress.ts'

test('work on an image is told a few times a second, and its end always', () => {
  const told: string[] = []
  let time = 0
  const stop = onSandboxProgress(({ image, verb, text, isOver }) =>
    told.push(`${verb} ${image} ${text}${isOver ? '.' : ''}`),
  )
  const report = reportProgress('some/image', 'pull', () => time)

  for (; time < 1000; time += 10) report.say(String(time))
  report.end('pulled')
  stop()
  report.end('pulled again')

  expect(told).toEqual([
    'pull some/image 0',
    'pull some/image 250',
    'pull some/image 500',
    'pull some/image 750',
    'pull some/image pulled.',
  ])
})
