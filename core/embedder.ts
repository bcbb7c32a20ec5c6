/** Turns texts into vectors of one length, in order. @throws SandboxError where its server fails. */
export interface Embedder extends AsyncDisposable {
  /** Names what the vectors are of: those of another one are not compared. */
  readonly id: string
  embed(
    texts: readonly string[],
    kind: 'query' | 'passage',
    signal?: AbortSignal,
  ): Promise<readonly Float32Array[]>
}
