import { type Grammar, hashJson } from '../../core/index.ts'

/** Equal for equal grammars. The order of a schema's properties counts: it is the order they are written in. */
export const grammarKey = (grammar: Grammar): string => hashJson(JSON.stringify(grammar))
