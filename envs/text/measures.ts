import { progress, solved, weighted } from '../../rewards/index.ts'

/** The rewards of every text env that is won or lost. */
export const textRewards = {
  /** 1 for a solved task, paid at the end. */
  sparse: solved(),
  /** Half as much again for progress, at the marks that `density` sets. */
  dense: weighted({ solved: [1, solved()], progress: [0.5, progress({ signal: 'milestone' })] }),
}

/** Marks at density 1/20 and multiples; 1 has no marks, and pays every gain. */
const MARKS = 20

/** The last mark that progress has passed: what the density dial leaves of it. */
export function milestone(progressed: number, density: number): number {
  if (density >= 1) return progressed
  if (density <= 0) return 0
  const marks = Math.max(1, Math.round(density * MARKS))
  // Sums of thirds and the like must not fall short of their mark.
  return Math.floor(progressed * marks + 1e-9) / marks
}

/** Signals of every text env: progress in [0, 1], what the dial leaves of it, and whether the task is solved. */
export function measured(isSolved: boolean, progressed: number, { density }: { density: number }) {
  return { solved: isSolved, progress: progressed, milestone: milestone(progressed, density) }
}
