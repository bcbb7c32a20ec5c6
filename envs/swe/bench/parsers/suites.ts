/** Names of the suites around a line, told from its indentation. */
export class SuiteStack {
  #suites: { readonly indent: number; readonly name: string }[] = []

  enter(indent: number, name: string): void {
    this.#suites = this.#suites.filter((suite) => suite.indent < indent)
    this.#suites.push({ indent, name })
  }

  clear(): void {
    this.#suites = []
  }

  /** Nothing is left here, so that a line which only looks like a test does not move those after it. */
  around(indent: number): readonly string[] {
    return this.#suites.filter((suite) => suite.indent < indent).map(({ name }) => name)
  }
}
