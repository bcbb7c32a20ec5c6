import { createServer } from 'node:http'
import { type Agent, type AnyDef, decide } from '../../core/index.ts'
import { ATLAS, atlas } from './atlas.ts'
import type { RecordedCase } from './recorded-case.ts'

type Action = { tool: 'search'; query: string } | { tool: 'answer'; capital: string }

/** What the server knows; and what there is to know of each country. */
export const CAPITALS: Readonly<Record<string, string>> = {
  andorra: 'Andorra la Vella',
  bhutan: 'Thimphu',
  chad: "N'Djamena",
}

/** Asks for what it was asked, then for the page of it, and answers what stands there. */
export const searching: Agent<string, Action> = {
  name: 'searching',
  async begin() {
    let country = ''
    return {
      async act(observation) {
        country ||= /capital of (\w+)/.exec(observation)?.[1] ?? ''
        const capital = /the capital is (.+)\./.exec(observation)?.[1]
        if (capital !== undefined) return decide<Action>({ tool: 'answer', capital })
        const query = observation.startsWith('404') ? `capital ${country}` : country
        return decide<Action>({ tool: 'search', query })
      },
    }
  },
}

export const atlasCase: RecordedCase = {
  name: 'http-tool',
  env: atlas as AnyDef,
  agent: searching,
  seed: 4,
  async opens() {
    const server = createServer(async (request, response) => {
      let body = ''
      for await (const piece of request) body += piece
      const [status, said] = answerTo(request.url ?? '', body)
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(said))
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(Number(new URL(ATLAS).port), '127.0.0.1', resolve)
    })
    return {
      [Symbol.asyncDispose]: () =>
        new Promise((resolve) => {
          server.close(() => resolve())
          server.closeAllConnections()
        }),
    }
  },
}

function answerTo(url: string, body: string): readonly [number, unknown] {
  const ofCapital = /^\/capitals\/(\w+)$/.exec(url)?.[1]
  if (ofCapital !== undefined) return [200, { capital: CAPITALS[ofCapital] }]
  const { query } = JSON.parse(body) as { query: string }
  const country = /^capital (\w+)$/.exec(query)?.[1]
  return country === undefined
    ? [404, { error: `nothing about ${query}; try "capital <country>"` }]
    : [200, { text: `Of ${country} the capital is ${CAPITALS[country]}.` }]
}
