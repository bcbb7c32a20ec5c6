import type { IncomingMessage, ServerResponse } from 'node:http'
import { ReplayError } from '../../../core/index.ts'
import { askLive } from './live.ts'
import { bodyOf, requestOf } from './page-request.ts'
import type { Round, Target } from './round.ts'
import { sendNote, sendResponse } from './send.ts'

/** Answers a request of a page. */
export async function answerRequest(
  round: Round,
  url: URL,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = round.route(url)
  if (target.kind === 'blocked') {
    sendNote(response, 403, `Blocked: ${url.hostname} is not part of this task`)
    return
  }
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  round.begin()
  const forget = round.onEnd(() => incoming.socket.destroy())
  response.once('close', () => {
    forget()
    round.finish()
  })
  try {
    const request = await readRequest(incoming, url, gone.signal)
    if (typeof request === 'number') {
      sendNote(response, request, request === 413 ? 'Too large' : 'Bad request')
      return
    }
    await sendResponse(response, await ask(round, target, request))
    round.served++
  } catch (error) {
    if (gone.signal.aborted && !(error instanceof ReplayError)) return
    const isOurs = target.kind === 'site' || error instanceof ReplayError
    if (isOurs) round.fail(error)
    sendNote(
      response,
      isOurs ? 500 : 502,
      isOurs ? 'Internal server error' : 'The server did not answer',
    )
  }
}

async function readRequest(
  incoming: IncomingMessage,
  url: URL,
  signal: AbortSignal,
): Promise<Request | 400 | 413> {
  const body = await bodyOf(incoming)
  if (!body) return 413
  try {
    return requestOf(incoming, url, body, signal)
  } catch {
    return 400
  }
}

async function ask(round: Round, target: Target, request: Request): Promise<Response> {
  const live = async (asked: Request) =>
    target.kind === 'site' ? target.host.fetch(asked) : askLive(asked)
  return round.traffic ? round.traffic.request(request, live) : live(request)
}
