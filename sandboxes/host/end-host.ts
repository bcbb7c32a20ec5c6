import { endDriver } from './driver-folder.ts'
import { forgetPipes } from './pipes.ts'

/** Ends what the kinds on folders of this machine keep between sandboxes. */
export function endHost(): void {
  forgetPipes()
  endDriver()
}
