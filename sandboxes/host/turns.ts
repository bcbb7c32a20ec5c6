type Sort = 'commands' | 'files' | 'alone'

/**
 * Order in a sandbox: commands run together, file operations run together, and one sort waits for the
 * other. So no command runs while its caller walks its files, and links cannot be moved on the way.
 */
export class Turns {
  #sort: Sort = 'files'
  #before: Promise<unknown> = Promise.resolve()
  #running = 0
  #done: Promise<unknown> = Promise.resolve()

  run<T>(sort: Sort, work: () => Promise<T>): Promise<T> {
    if (sort === 'alone' || sort !== this.#sort || this.#running === 0) {
      this.#before = this.#done
      this.#sort = sort
    }
    this.#running++
    const result = this.#before.then(work)
    const settled = result.then(
      () => this.#running--,
      () => this.#running--,
    )
    const earlier = this.#done
    this.#done = settled.then(() => earlier)
    return result
  }
}
