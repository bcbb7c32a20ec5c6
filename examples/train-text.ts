/** A model of two layers learns a rhyme by heart, one character a token, in a few seconds. */
import { createRng } from 'palaestra'
import {
  characterTokenizer,
  declareParameters,
  initialize,
  openEngine,
  presetConfig,
} from 'palaestra/models'
import { documentSequences, sftOptionsSchema, trainSft } from 'palaestra/trainers'

const rhyme = 'One, two, buckle my shoe;\nThree, four, knock at the door;\n'
const tokenizer = characterTokenizer(rhyme)
const config = presetConfig('tiny', { vocabularySize: tokenizer.vocabularySize, maxLength: 64 })
await using engine = await openEngine({ device: 'cpu', threads: 1 })
await using parameters = await engine.open(
  declareParameters(config),
  initialize(config, createRng(0)),
)

const { last } = await trainSft({
  policy: { config, layout: { kind: 'rows' } },
  parameters,
  train: documentSequences(Array(8).fill(rhyme), tokenizer, 64),
  heldOut: [],
  options: { ...sftOptionsSchema.parse({ steps: 60, batchSize: 8 }), learningRate: 0.01 },
  async onStep({ global_step, 'losses/policy_loss': loss }) {
    if (global_step % 20 === 0) console.log(`step ${global_step}: ${loss.toFixed(3)} nats a token`)
  },
  async save() {},
})
console.log(`perplexity ${Math.exp(last?.['losses/policy_loss'] ?? 0).toFixed(2)}`)
