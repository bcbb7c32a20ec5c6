import type { Arm } from './arms.ts'
import type { BanditState } from './env.ts'

export function opening(arms: readonly Arm[], pulls: number, told: boolean): string {
  return `Here are ${arms.length} arms, and you may pull ${counted(pulls)}. Each pays by chance, in a way that never changes.
Your score is the mean of what your pulls pay. Answer with the name of an arm.
${arms.map((arm, index) => `${index + 1}. ${arm.name}${told ? `: ${termsOf(arm)}` : ''}`).join('\n')}`
}

/** Initials in order; where they are told `!` stands before a sure payoff and `?` before a chance of 1, in hundredths. */
export function briefly(arms: readonly Arm[], told: boolean): string {
  if (!told) return arms.map(({ name }) => name.charAt(0)).join('')
  return arms
    .map(({ name, pays, chance }) => {
      const terms = chance === 1 ? `!${Math.round(pays * 100)}` : `?${Math.round(chance * 100)}`
      return name.charAt(0) + terms
    })
    .join(' ')
}

export function after(
  { arms, pulls, left, earned }: BanditState,
  arm: Arm,
  payoff: number,
): string {
  const paid = `${arm.name} pays ${payoff}.`
  if (left > 0) return `${paid} You may pull ${counted(left)} more. Arms: ${namesOf(arms)}.`
  return `${paid} That was the last pull: your score is ${Number((earned / pulls).toFixed(3))}.`
}

const termsOf = ({ pays, chance }: Arm) =>
  chance === 1 ? `pays ${pays} for sure` : `pays ${pays} with probability ${chance}, else nothing`

const namesOf = (arms: readonly Arm[]) => arms.map(({ name }) => name).join(', ')

const counted = (pulls: number) => (pulls === 1 ? 'once' : `${pulls} times`)
