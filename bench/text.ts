import type { Figure } from './figure.ts'
import { median } from './median.ts'
import { type Compiled, loadCompiled } from './text/compiled.ts'
import { type PeerGame, peerGames } from './text/games.ts'
import { openPeer, type Peer } from './text/peers.ts'
import { benchVectors } from './text/vectors.ts'

const ROUNDS = 5
const SECONDS = 0.4

/** Every text env through `make()`, the same games of Python libraries, and vectors with and without threads. */
export async function benchText(): Promise<readonly Figure[]> {
  const compiled = await loadCompiled()
  const { envs, openLoop } = compiled
  // First, as in a program that plays one game: code that has served eighteen runs slower for each.
  const beside = await benchPeers(compiled)
  const figures: Figure[] = []
  for (const id of envs.ids.filter((each) => each.startsWith('text/'))) {
    const loop = await openLoop(await envs.loadUnknown(id))
    await loop.measure(SECONDS)
    const rates: number[] = []
    for (let round = 0; round < 3; round++) rates.push(await loop.measure(SECONDS))
    figures.push({ name: id, value: median(rates), unit: 'steps/s', against: [] })
  }
  return [...figures, ...beside, ...(await benchVectors())]
}

async function benchPeers(compiled: Compiled): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const library of ['gymnasium', 'gem', 'textarena'] as const) {
    const peer = openPeer(library)
    if ('missing' in peer) console.log(`  ${library} is not measured: ${peer.missing}`)
    for (const game of peerGames.filter((each) => each.library === library)) {
      if ((compiled.envs.ids as readonly string[]).includes(game.id))
        figures.push(await against(compiled, game, peer))
      else console.log(`  ${game.id} is not in the registry: left out beside ${game.peer}`)
    }
    if ('close' in peer) peer.close()
  }
  return figures
}

async function against({ envs, openLoop }: Compiled, game: PeerGame, peer: Peer): Promise<Figure> {
  const ours = await openLoop(await envs.loadUnknown(game.id), game.options)
  await ours.measure(SECONDS)
  const rates = { ours: [] as number[], theirs: [] as number[] }
  try {
    if ('missing' in peer) throw new Error(peer.missing)
    await peer.measure(game.peer, SECONDS)
    for (let round = 0; round < ROUNDS; round++) {
      rates.ours.push(await ours.measure(SECONDS))
      rates.theirs.push(await peer.measure(game.peer, SECONDS))
    }
  } catch (error) {
    if (!('missing' in peer)) console.log(`  ${game.peer} is not measured: ${String(error)}`)
    return unmeasured(game, await ours.measure(SECONDS * ROUNDS))
  }
  const [own, theirs] = [median(rates.ours), median(rates.theirs)]
  return {
    name: `${game.id} by the rules of ${peer.library} ${game.peer}: ${rounded(own)} to ${rounded(theirs)} steps/s`,
    value: own / theirs,
    unit: 'x',
    target: game.target,
    against: [],
  }
}

/** No target: what was measured elsewhere is no measurement of this run. */
const unmeasured = (game: PeerGame, value: number): Figure => ({
  name: `${game.id} by the rules of ${game.library} ${game.peer}`,
  value,
  unit: 'steps/s',
  against: [
    {
      name: `${rounded(game.elsewhere)} steps/s (measured elsewhere, not in this run)`,
      ratio: value / game.elsewhere,
    },
  ],
})

const rounded = (value: number) => Math.round(value).toLocaleString('en-US')
