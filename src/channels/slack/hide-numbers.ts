// Card and social-security numbers that somebody wrote do not stand in Slack, where many read them and they are kept for years. The console
// shows them, and writes down who looked.

/** `4111 1111 1111 1111` → `•••• 1111`, `078-05-1120` → `•••-••-••••`. Accounts, PINs, telephone numbers and amounts stay. */
export function hideNumbers(text: string): string {
  return text
    .replace(runOfDigits, hideCards)
    .replace(socialSecurity, '•••-••-••••')
    .replace(socialSecurityNamed, (_, named: string) => `${named}•••-••-••••`)
}

export function holdsNumbers(text: string): boolean {
  return hideNumbers(text) !== text
}

const between = '[ .\\u00a0\\u2010-\\u2015-]{1,2}'
const runOfDigits = new RegExp(`\\d+(?:${between}\\d+)*`, 'g')

/** As the Social Security Administration issues them, and the tax numbers (9…) that look the same. */
const socialSecurity = /(?<![\d-])(?!000|666)\d{3}([ .\u00a0\u2010-\u2015-])(?!00)\d\d\1(?!0000)\d{4}(?![\d]|-\d)/g
const socialSecurityNamed = /((?:\bssn|social security(?: (?:number|no\.?|#))?|seguro social)\W{0,5}(?:is |es )?)\d{9}(?!\d)/gi

const digitsMost = 19 // ISO/IEC 7812

/** A card's number may stand between other numbers, such as its last day. */
function hideCards(run: string): string {
  if (pinWritten.test(run)) return run
  const groups = run.split(new RegExp(`(${between})`)) // digits and what stands between them, by turns
  for (let first = 0; first < groups.length; first += 2) {
    let digits = ''
    for (let last = first; last < groups.length && digits.length <= digitsMost; last += 2) {
      digits += groups[last]
      if (!isCard(digits)) continue
      groups.splice(first, last - first + 1, `•••• ${digits.slice(-4)}`)
      break
    }
  }
  return groups.join('')
}

const pinWritten = /^\d\d-\d\d-\d{3}-\d{3}-\d{4}$/

/** Beginnings and lengths of the networks. Of the fourteen digits only those with which no property's number in the county begins. */
const networks = [
  /^4(?:\d{12}|\d{15}|\d{18})$/,
  /^(?:5[1-5]\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}$/,
  /^3[47]\d{13}$/,
  /^(?:6011|64[4-9]\d|65\d{2})\d{12}$/,
  /^35(?:2[89]|[3-8]\d)\d{12}$/,
  /^3[689]\d{12}$/,
]

function isCard(digits: string): boolean {
  return networks.some((network) => network.test(digits)) && hasCheckDigit(digits)
}

/** The Luhn check (ISO/IEC 7812-1, annex B). */
function hasCheckDigit(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 1 : 2)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}
