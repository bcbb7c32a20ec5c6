import type { NoAttrs } from '../../../ops/definition.ts'
import { type EmitContext, type EmitOp, int, nameOf } from './emit-op.ts'
import { ELEMENT } from './model.ts'

/** Inputs as they were before they were repeated, where the op repeats them anyway. */
function narrowed({ inputs, types, outputs, notes }: EmitContext<NoAttrs>): readonly string[] {
  const full = outputs[0]?.shape ?? []
  for (const [index, name] of inputs.entries()) {
    const narrow = notes.narrow.get(name)
    const whole = types.some((type, at) => at !== index && type.shape.join() === full.join())
    if (narrow && whole) return inputs.with(index, narrow.name)
  }
  return inputs
}

const plain =
  (op: string): EmitOp<NoAttrs> =>
  (context) => [context.to.add(op, narrowed(context))]

const compared =
  (op: string): EmitOp<NoAttrs> =>
  (context) => {
    const truth = context.to.add(op, narrowed(context))
    const number = context.to.add('Cast', [truth], { to: int(ELEMENT.float32) })
    context.notes.truth.set(number, truth)
    return [number]
  }

const silu: EmitOp<NoAttrs> = ({ to, inputs }) => {
  if (to.contrib) return [to.add('QuickGelu', inputs, { alpha: { float: 1 } })]
  return [to.add('Mul', [nameOf(inputs, 0), to.add('Sigmoid', inputs)])]
}

const select: EmitOp<NoAttrs> = ({ to, inputs, notes }) => {
  const [condition = '', a = '', b = ''] = inputs
  const truth = notes.truth.get(condition) ?? to.add('Cast', [condition], { to: int(ELEMENT.bool) })
  return [to.add('Where', [truth, a, b])]
}

export const elementwise = {
  ...{ add: plain('Add'), sub: plain('Sub'), mul: plain('Mul'), div: plain('Div') },
  ...{ maximum: plain('Max'), minimum: plain('Min') },
  ...{ less: compared('Less'), equal: compared('Equal'), select },
  ...{ neg: plain('Neg'), abs: plain('Abs'), exp: plain('Exp'), log: plain('Log') },
  ...{ sqrt: plain('Sqrt'), sigmoid: plain('Sigmoid'), tanh: plain('Tanh'), silu },
  stopGradient: (({ inputs }) => inputs) satisfies EmitOp<NoAttrs>,
  toFloat: (({ to, inputs, types }) =>
    types[0]?.dtype === 'float32'
      ? inputs
      : [to.add('Cast', inputs, { to: int(ELEMENT.float32) })]) satisfies EmitOp<NoAttrs>,
  constant: (({ to, attrs }) => [to.float(attrs.value)]) satisfies EmitOp<{
    readonly value: number
  }>,
}
