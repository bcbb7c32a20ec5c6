/** Runs so many pieces of work at a time, in the order they came. */
export interface Slots {
  /** `after` is called once the next in the queue has begun. */
  run<T>(work: () => Promise<T>, after?: () => void): Promise<T>
}

/**
 * A slot that becomes free is taken by the next in the queue before anything else happens: who is at work
 * at a time follows from the order alone.
 */
export function createSlots(count: number): Slots {
  let free = count
  const queue: (() => void)[] = []
  const release = () => {
    const next = queue.shift()
    if (next) next()
    else free++
  }
  return {
    run: (work, after = () => {}) =>
      new Promise((resolve, reject) => {
        const start = () => {
          const done = () => {
            release()
            after()
          }
          work().then(
            (result) => {
              done()
              resolve(result)
            },
            (error: unknown) => {
              done()
              reject(error)
            },
          )
        }
        if (free === 0) {
          queue.push(start)
        } else {
          free--
          start()
        }
      }),
  }
}
