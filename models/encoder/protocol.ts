import type { EncoderFolder } from './folder.ts'

/** What the thread of an encoder is started with. */
export interface EncoderSetup {
  readonly folder: string
  readonly described: EncoderFolder
  readonly device: EncoderDevice
  readonly threads: number
  /** Texts that are encoded at once. */
  readonly batch: number
}

export const encoderDevices = ['cpu', 'webgpu', 'cuda'] as const
export type EncoderDevice = (typeof encoderDevices)[number]

/** The first one asks for nothing: it is answered once the model is loaded. */
export interface Request {
  readonly id: number
  readonly texts: readonly string[]
}

export type Reply =
  | { readonly id: number; readonly vectors: readonly Float32Array<ArrayBuffer>[] }
  | { readonly id: number; readonly problem: { readonly name: string; readonly message: string } }
