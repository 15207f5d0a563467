// The largest amount of money that a mail names, in dollars; 0 where it names none.
const amount =
  /(?:(?:US)?\$\s?(\d[\d,]{0,14}(?:\.\d{1,2})?)(k)?(?![\d.]))|(?:(?<![\d.,$-])(\d[\d,]{0,14}(?:\.\d{1,2})?)(k)?\s?(?:dollars?|dollers|bucks|dólares|dolares|usd)\b)/giu

export function largestAmount(text: string): number {
  let most = 0
  for (const [, before, thousands, after, more] of text.slice(0, 20_000).matchAll(amount)) {
    const dollars = Number((before ?? after ?? '0').replaceAll(',', '')) * (thousands || more ? 1000 : 1)
    if (Number.isFinite(dollars)) most = Math.max(most, dollars)
  }
  return most
}
