// Who gets in, and what he proves: the second factor of the people who work here.
import { createSecondFactors, type SecondFactorParts, type SecondFactors } from './second-factors.ts'

export type { FactorStanding, OfferedFactor, SecondFactors } from './second-factors.ts'

export type Access = { secondFactors: SecondFactors }

export function createAccess(parts: SecondFactorParts): Access {
  return { secondFactors: createSecondFactors(parts) }
}
