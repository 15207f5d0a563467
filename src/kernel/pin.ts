// The assessor's number of a property in Cook County: AA-SS-BBB-PPP-UUUU, fourteen digits as text, leading zeros kept. UUUU is 0000
// where the property is no condominium unit; the first ten digits of a unit are its building.

const written = /^\d\d-\d\d-\d{3}-\d{3}-\d{4}$/

/** `14-08-203-015-0000`, with or without the hyphens, in its own form; `undefined`: it is none. */
export function parsePin(text: string): string | undefined {
  const digits = text.replaceAll('-', '')
  if (!/^\d{14}$/.test(digits) || (text.includes('-') && !written.test(text))) return undefined
  return digits.replace(/^(..)(..)(...)(...)(....)$/, '$1-$2-$3-$4-$5')
}

export function isCondominiumUnit(pin: string): boolean {
  return !pin.endsWith('-0000')
}
