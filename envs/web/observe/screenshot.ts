import type { CDPSession } from 'playwright-core'
import type { Image } from '../../../core/index.ts'
import { drawMarks } from './marks.ts'
import { decodePng, encodePng } from './png.ts'
import type { Mark } from './snapshot.ts'

/** What the window shows, as PNG of at most that many pixels; with `marks`, numbered boxes over elements. */
export async function pictureOf(
  session: CDPSession,
  pixels: number,
  marks: readonly Mark[],
): Promise<Image> {
  const { cssVisualViewport: shown } = await session.send('Page.getLayoutMetrics')
  const { clientWidth: width, clientHeight: height, pageX: x, pageY: y } = shown
  const scale = Math.min(1, Math.sqrt(pixels / (width * height)))
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'png',
    clip: { x, y, width, height, scale },
  })
  const inView = marks.filter(
    ({ box }) =>
      box.width > 0 &&
      box.height > 0 &&
      box.x < width &&
      box.y < height &&
      box.x + box.width > 0 &&
      box.y + box.height > 0,
  )
  if (inView.length === 0) return { type: 'image', mimeType: 'image/png', data }
  const picture = decodePng(Buffer.from(data, 'base64'))
  drawMarks(picture, inView, scale)
  const marked = Buffer.from(encodePng(picture)).toString('base64')
  return { type: 'image', mimeType: 'image/png', data: marked }
}
