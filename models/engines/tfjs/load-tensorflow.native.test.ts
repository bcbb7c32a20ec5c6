import { expect, test } from 'vitest'
import { describeWith } from '../../../test/describe-with.ts'
import { tryOut } from '../../devices/trial.ts'
import { loadTfjs } from './load-tensorflow.ts'

describeWith('tensorflow', 'native TensorFlow', () => {
  test('native TensorFlow computes gradients, and says which device it took', async () => {
    const tf = await loadTfjs('native')
    const slope = tf.grad((x) => tf.sum(tf.mul(x, x)))(tf.tensor1d([1, -3]))

    expect(tf.getBackend()).toBe('tensorflow')
    expect([...(await slope.data())]).toEqual([2, -6])
    expect(await tryOut('tfjs native')).toMatchObject({
      ...{ works: true, detail: expect.stringContaining('TensorFlow 2.21.0') },
    })
  })
})
