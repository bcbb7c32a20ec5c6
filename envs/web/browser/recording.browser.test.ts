import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWith } from '../../../test/describe-with.ts'
import type { RecordingOptions } from '../session/session.ts'
import { takePage } from './open-context.ts'
import { createPool, START, settings } from './pool.suite.ts'
import { startRecording } from './recording.ts'

describeWith('chromium', 'a recording', () => {
  const pool = createPool()
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'palaestra-recording-'))
  })
  afterAll(async () => {
    await pool.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function record(wanted: Partial<RecordingOptions>, isFailure: boolean) {
    const recording = { ...settings.recording, folder, ...wanted }
    const lease = await pool.lease({ ...settings, recording })
    const page = await takePage(lease.context)
    const made = await startRecording(lease.context, () => page, recording)
    await page.goto(START)
    await made.shot('reset')
    await page.fill('input', 'me@shop.test')
    await made.shot('fill e1')
    const artifacts = await made.keep(isFailure)
    await lease.release(true)
    return artifacts
  }

  test('keeps pictures and a trace of a failure, and says how to open it', async () => {
    const name = 'web/Shop-v0-buy mug/../7'

    const artifacts = await record({ trace: 'failures', screenshots: 'failures', name }, true)

    const file = join(folder, 'web-Shop-v0-buy-mug-..-7.trace.zip')
    expect((await readFile(file)).subarray(0, 2).toString()).toBe('PK')
    expect(Object.keys(artifacts)).toEqual([
      ...['trace', 'screenshot 00', 'screenshot 01', 'screenshot steps'],
    ])
    expect(artifacts['trace']).toEqual({
      type: 'text',
      text: `Playwright trace: ${file}\nOpen it with: npx playwright-core show-trace "${file}"`,
    })
    expect(artifacts['screenshot 01']).toMatchObject({
      type: 'image',
      mimeType: 'image/jpeg',
      data: expect.stringMatching(/^\/9j\//),
    })
    expect(artifacts['screenshot steps']).toEqual({ type: 'text', text: '00 reset\n01 fill e1' })
  })

  test('of failures keeps nothing of a success, and the next one of the context is whole', async () => {
    const nothing = await record(
      { trace: 'failures', screenshots: 'failures', name: 'success' },
      false,
    )
    const next = await record({ trace: 'all', name: 'next' }, false)

    expect(nothing).toEqual({})
    expect(Object.keys(next)).toEqual(['trace'])
    const files = await readdir(folder)
    expect(files).toContain('next.trace.zip')
    expect(files.filter((file) => file.startsWith('success'))).toEqual([])
  })

  test('is refused where its folder cannot be made', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')

    await expect(record({ trace: 'all', folder: join(file, 'below') }, false)).rejects.toThrow(
      `Cannot record to ${join(file, 'below')}: a part of the path is a file (check the path)`,
    )
  })

  test('as a video is kept once the context is closed, or refused where ffmpeg is missing', async () => {
    const outcome = await record({ video: 'all', name: 'film' }, false).catch(
      (error: Error) => error,
    )

    if (outcome instanceof Error) {
      expect(outcome).toMatchObject({
        name: 'ConfigError',
        message: expect.stringContaining('npx playwright-core install ffmpeg'),
      })
    } else {
      const file = join(folder, 'film.webm')
      expect((await readFile(file)).subarray(0, 4).toString('hex')).toBe('1a45dfa3')
      expect(outcome).toEqual({
        video: { type: 'text', text: `Video: ${file} (any browser plays it)` },
      })
    }
  })
})
