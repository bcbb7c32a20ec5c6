import { answer, link, report } from '../../../steps.ts'
import type { Product } from '../catalogue/catalogue.ts'
import { drawOptions } from '../customer.ts'
import { dollars } from '../money.ts'
import { unitPriceOf } from '../state.ts'
import { openProduct, search } from './gold.ts'
import { drawTerms, termsText } from './order-check.ts'
import type { Posed, Template } from './template.ts'

/** Whether an answer names one number, and this one. Several would be a guess. */
export function isOnlyNumber(answer: string | null, wanted: number): boolean {
  const text = (answer ?? '').replace(/(\d),(?=\d{3})/g, '$1')
  const numbers = text.match(/-?\d+(?:\.\d+)?/g) ?? []
  return numbers.length === 1 && Number(numbers[0]) === wanted
}

/** Nothing may change: what is judged is the answer. */
const question = (goal: string, wanted: number, gold: Posed['gold']): Posed => ({
  goal,
  changes: [],
  judge: ({ answer }) => ({ subgoals: { answerRight: isOnlyNumber(answer, wanted) } }),
  gold,
})

const findPrice: Template = ({ rng, product }) => {
  const target = product((one) => one.options.some(({ values }) => values.some((v) => v.extra > 0)))
  const options = drawOptions(rng, target)
  const wanted = unitPriceOf(target, options)
  const words = Object.entries(options).map(([name, value]) => `${name.toLowerCase()} ${value}`)
  return question(
    `How many dollars does one "${target.title}" cost in ${words.join(' and ')}? Answer with the amount alone.`,
    wanted / 100,
    function* (look) {
      yield* openProduct(look, target)
      yield answer(dollars(wanted))
    },
  )
}

const countRated: Template = ({ rng, catalogue, product }) => {
  const rated = rng.pick([3.5, 4])
  const target = product(({ rating }) => rating >= rated)
  const count = catalogue.group(target).filter(({ rating }) => rating >= rated).length
  return question(
    `How many different ${target.type} products by ${target.brand} are rated ${rated} stars or more, in stock or not? Answer with the number alone.`,
    count,
    function* () {
      yield search(`${target.brand} ${target.type}`)
      yield answer(String(count))
    },
  )
}

const orderTotal: Template = ({ rng, state, catalogue }) => {
  const order = rng.pick(state.orders)
  const title = catalogue.product(order.lines[0]?.product ?? '')?.title
  return question(
    `What did I pay in total for the order that had "${title}" in it? Answer with the amount alone.`,
    order.total / 100,
    function* () {
      yield link('Orders')
      yield link(`Order ${order.id}`)
      yield answer(dollars(order.total))
    },
  )
}

const stockedUnder: Template = ({ catalogue, product }) => {
  const target = product()
  const group = catalogue.all.filter(
    ({ type, material }) => type === target.type && material === target.material,
  )
  const bound = Math.ceil(target.price / 500) * 500
  const count = group.filter(({ price, stock }) => price <= bound && stock > 0).length
  return question(
    `How many ${target.type} products made of ${target.material} are in stock for ${dollars(bound)} or less? Answer with the number alone.`,
    count,
    function* () {
      yield search(target.type)
      yield answer(String(count))
    },
  )
}

/** What is asked for is not there: to say so is right, to buy something else is not. */
const impossible = (goal: string, searched: string, reason: string): Posed => ({
  goal,
  changes: [],
  judge: ({ infeasible }) => ({ subgoals: { reported: infeasible !== null } }),
  *gold() {
    yield search(searched)
    yield report(reason)
  },
})

const missingProduct: Template = ({ rng, product }) => {
  const target = product()
  // No model of the catalogue has so high a number.
  const title = target.title.replace(/\w+$/, `Q${10_000 + rng.int(80_000)}`)
  const goal = `Order one "${title}", exactly this model. ${termsText(drawTerms(rng))}`
  return impossible(goal, title, 'There is no such model in the shop.')
}

const missingPrice: Template = ({ rng, catalogue, product }) => {
  const target = product()
  const group = catalogue.all.filter(({ type }) => type === target.type)
  const least = Math.min(...group.map(({ price }) => price))
  const bound = Math.max(100, Math.floor((least - 1) / 2 / 100) * 100)
  const goal = `Buy me any ${target.type} for at most ${dollars(bound)}, without shipping and coupons. ${termsText(drawTerms(rng))}`
  return impossible(goal, target.type, 'All of them cost more.')
}

const missingOption: Template = ({ rng, product }) => {
  const sizes = ({ options }: Product) => options.find(({ name }) => name === 'Size')?.values ?? []
  const target = product((one) => sizes(one).length > 0)
  const colors = target.options.find(({ name }) => name === 'Color')?.values ?? []
  const absent = ['black', 'white', 'red', 'blue', 'green', 'grey'].filter((color) =>
    colors.every(({ value }) => value !== color),
  )
  const color = rng.pick(absent)
  const goal = `Put one "${target.title}" in color ${color} into my cart. It has to be this product and this color.`
  return impossible(goal, target.title, `It does not come in ${color}.`)
}

export const asking = {
  'find-price': findPrice,
  'count-rated': countRated,
  'count-in-stock': stockedUnder,
  'order-total': orderTotal,
  'missing-product': missingProduct,
  'missing-price': missingPrice,
  'missing-option': missingOption,
}
