export interface World {
  readonly memory: WebAssembly.Memory
  now(): number
  /** Hears that the interpreter asked for more memory than there is; it gets none. */
  onMemoryExhausted(): void
}

type ImportFunction = (...args: number[]) => unknown

/**
 * Replaces the interpreter's imports for the clock, the time zone and more memory, so that `new Date()`
 * follows the simulated clock, every machine is in UTC and running out of memory is noticed. The glue code minifies their names, so they are told by
 * what they call; the pinned version makes that stable, and a missing one is an error.
 */
export function closeDoors(imports: Record<string, unknown>, world: World): void {
  const closed = { clock: 0, zone: 0, growth: 0 }
  for (const [name, value] of Object.entries(imports)) {
    if (typeof value !== 'function') continue
    const source = Function.prototype.toString.call(value)
    if (/^\(\)\s*=>\s*Date\.now\(\)$/.test(source)) {
      imports[name] = () => world.now()
      closed.clock++
    } else if (source.includes('getTimezoneOffset')) {
      imports[name] = value.length === 2 ? utcTime(world.memory) : utcZone(world.memory)
      closed.zone++
    } else if (source.includes('.grow(')) {
      imports[name] = () => {
        world.onMemoryExhausted()
        return 0
      }
      closed.growth++
    }
  }
  if (closed.clock !== 1 || closed.zone !== 2 || closed.growth !== 1) {
    throw new Error(
      'Cannot isolate the interpreter: its imports are not what they are in quickjs-emscripten 0.32.0',
    )
  }
}

/** `localtime_r(seconds, tm*)` for UTC: eight ints, the summer-time flag, and the offset. */
function utcTime(memory: WebAssembly.Memory): ImportFunction {
  return (seconds, tm) => {
    const date = new Date(1000 * Number(seconds))
    const yearStart = Date.UTC(date.getUTCFullYear(), 0, 1)
    const fields = [
      date.getUTCSeconds(),
      date.getUTCMinutes(),
      date.getUTCHours(),
      date.getUTCDate(),
      date.getUTCMonth(),
      date.getUTCFullYear() - 1900,
      date.getUTCDay(),
      Math.floor((date.getTime() - yearStart) / 86_400_000),
      0,
      0,
    ]
    new Int32Array(memory.buffer).set(fields, (tm ?? 0) >> 2)
  }
}

/** `tzset(offset*, summertime*, name*, name*)` for UTC. */
function utcZone(memory: WebAssembly.Memory): ImportFunction {
  return (offset, summerTime, standardName, summerName) => {
    const words = new Int32Array(memory.buffer)
    words[(offset ?? 0) >> 2] = 0
    words[(summerTime ?? 0) >> 2] = 0
    for (const name of [standardName, summerName]) {
      new Uint8Array(memory.buffer).set([0x55, 0x54, 0x43, 0], name ?? 0)
    }
  }
}
