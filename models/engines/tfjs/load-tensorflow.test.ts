import { expect, test, vi } from 'vitest'
import { loadTfjs } from './load-tensorflow.ts'

test.each(['cpu', 'wasm'] as const)(
  'gives the device asked for, with gradients: %s',
  async (device) => {
    const printed = vi.spyOn(console, 'warn')

    const tf = await loadTfjs(device)
    const slope = tf.grad((x) => tf.sum(tf.mul(x, x)))(tf.tensor1d([1, -3]))

    expect(tf.getBackend()).toBe(device)
    expect([...(await slope.data())]).toEqual([2, -6])
    expect(printed).not.toHaveBeenCalled()
  },
)

test('a folder that PALAESTRA_TENSORFLOW names is used, or refused', async () => {
  vi.stubEnv('PALAESTRA_TENSORFLOW', '/nowhere')

  await expect(loadTfjs('native')).rejects.toThrow(
    'Cannot load native TensorFlow: PALAESTRA_TENSORFLOW names /nowhere, and @tensorflow/tfjs-node-gpu is not in it (npm run setup:tensorflow)',
  )
  vi.unstubAllEnvs()
})
