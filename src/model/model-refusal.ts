// Why nothing came of asking the language model. The desk goes on with what it has.
import type { SpentBudget } from './budgets.ts'

export type ModelRefusal =
  | { kind: 'model-off' | 'model-text-too-long' }
  | { kind: 'model-budget'; spent: SpentBudget }
  | { kind: 'model-rests'; until: Date }
  | { kind: 'model-failed' | 'model-rejected'; why: string }
