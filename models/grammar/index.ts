export { createConstraint } from './create-constraint.ts'
export type {
  Constraint,
  ConstraintOptions,
  ConstraintState,
} from './grammar.ts'
export { grammarKey } from './grammar-key.ts'
export { matches } from './matches.ts'
