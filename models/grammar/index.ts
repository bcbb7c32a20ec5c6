export { createConstraint } from './create-constraint.ts'
export type {
  Constraint,
  ConstraintOptions,
  ConstraintState,
} from './grammar.ts'
export { grammarKey } from './grammar-key.ts'
export { type Constraints, keepConstraints } from './keep-constraints.ts'
export { type LegalTokensOptions, legalTokens } from './legal-tokens.ts'
export { matches } from './matches.ts'
