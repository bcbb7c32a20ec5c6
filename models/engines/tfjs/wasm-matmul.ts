import type { Tensor } from './executor.ts'
import type { Tfjs } from './load-tensorflow.ts'

/** A tensor as kernels see it: a shape over data. */
type View = Pick<Tensor, 'dataId' | 'shape' | 'dtype'>
type KernelConfig = ReturnType<Tfjs['getKernel']>
type Backend = Parameters<KernelConfig['kernelFunc']>[0]['backend']

/** Multiply-adds of one matrix product from which copying pays (measured: 32³ does not, 64·32·64 does). */
const WORTH_COPYING = 2 ** 16
const NAME = 'BatchMatMul'
const replaced = new WeakSet<Tfjs>()

/**
 * Gives wasm a matrix product that is fast: its own is so for one product of untransposed
 * matrices alone (3 to 60 times slower else), so transposes are carried out and batches taken apart.
 */
export function replaceWasmMatmul(tf: Tfjs): void {
  if (replaced.has(tf)) return
  replaced.add(tf)
  const own = tf.getKernel(NAME, 'wasm')
  tf.unregisterKernel(NAME, 'wasm')
  tf.registerKernel({
    ...own,
    kernelFunc(params) {
      const { a, b } = params.inputs
      const product = a && b ? describe(a, b, params.attrs ?? {}) : null
      if (!a || !b || !product) return own.kernelFunc(params)
      return multiply(createKernels(tf, own, params.backend), a, b, product)
    },
  })
}

interface Product {
  readonly lead: readonly number[]
  readonly batches: number
  readonly transposeA: boolean
  readonly transposeB: boolean
}

/** What is multiplied, where the detour pays; else null. */
function describe(a: View, b: View, attrs: Readonly<Record<string, unknown>>): Product | null {
  const [transposeA, transposeB] = [attrs['transposeA'] === true, attrs['transposeB'] === true]
  const lead = a.shape.slice(0, -2)
  const sameLead = lead.join() === b.shape.slice(0, -2).join()
  const [rows = 0, columns = 0] = a.shape.slice(-2)
  const n = b.shape.at(transposeB ? -2 : -1) ?? 0
  const batches = lead.reduce((product, dim) => product * dim, 1)
  const isPlain = batches === 1 && !transposeA && !transposeB
  if (!sameLead || isPlain || rows * columns * n < WORTH_COPYING) return null
  return { lead, batches, transposeA, transposeB }
}

interface Kernels {
  readonly multiply: (a: View, b: View) => View
  readonly transpose: (x: View) => View
  readonly slice: (x: View, batch: number) => View
  readonly concat: (xs: readonly View[]) => View
  readonly dispose: (x: View) => void
}

function createKernels(tf: Tfjs, own: KernelConfig, backend: Backend): Kernels {
  type Params = Parameters<KernelConfig['kernelFunc']>[0]
  const run = (
    { kernelFunc }: KernelConfig,
    inputs: Params['inputs'],
    attrs: NonNullable<Params['attrs']>,
  ): View => {
    const result = kernelFunc({ inputs, backend, attrs })
    const [first] = Array.isArray(result) ? result : [result]
    if (!first) throw new Error('a kernel gave nothing')
    return first
  }
  const named = (name: string) => tf.getKernel(name, 'wasm')
  const plain = { transposeA: false, transposeB: false }
  return {
    multiply: (a, b) => run(own, { a, b }, plain),
    transpose: (x) => run(named('Transpose'), { x }, { perm: [0, 2, 1] }),
    slice: (x, batch) =>
      run(named('Slice'), { x }, { begin: [batch, 0, 0], size: [1, ...x.shape.slice(1)] }),
    // The one kernel that takes a list.
    concat: (xs) => run(named('Concat'), xs as unknown as Params['inputs'], { axis: 0 }),
    dispose({ dataId }) {
      if ('disposeData' in backend && typeof backend.disposeData === 'function') {
        backend.disposeData(dataId)
      }
    },
  }
}

function multiply(kernels: Kernels, a: View, b: View, product: Product): View {
  const { lead, batches, transposeA, transposeB } = product
  const flat = (x: View): View => ({ ...viewOf(x), shape: [batches, ...x.shape.slice(-2)] })
  const [left, right] = [
    transposeA ? kernels.transpose(flat(a)) : flat(a),
    transposeB ? kernels.transpose(flat(b)) : flat(b),
  ]
  const parts = Array.from({ length: batches }, (_, batch) => {
    if (batches === 1) return kernels.multiply(left, right)
    const [x, y] = [kernels.slice(left, batch), kernels.slice(right, batch)]
    const part = kernels.multiply(x, y)
    kernels.dispose(x)
    kernels.dispose(y)
    return part
  })
  if (transposeA) kernels.dispose(left)
  if (transposeB) kernels.dispose(right)
  const [only] = parts
  const whole = parts.length === 1 && only ? only : kernels.concat(parts)
  if (parts.length > 1) for (const part of parts) kernels.dispose(part)
  return { ...viewOf(whole), shape: [...lead, ...whole.shape.slice(-2)] }
}

const viewOf = ({ dataId, shape, dtype }: View): View => ({ dataId, shape, dtype })
