// What a quote answers when it cannot be made: a name, and the field, input, class or formula it is about.

export type OwrsRefusal = { name: OwrsRefusalName; about: string }

export type OwrsRefusalName =
  | 'unreadable-file'
  | 'unknown-class'
  | 'unknown-unit'
  | 'missing-input'
  | 'unknown-key'
  | 'negative-usage'
  | 'malformed-field'
  | 'given-twice'
  | 'circular-field'
  | 'bad-formula'
  | 'not-a-number'
  | 'division-by-zero'
  | 'number-too-large'
  | 'unequal-tiers'
  | 'unordered-tiers'
