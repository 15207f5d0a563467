// What the rulebook gives a letter: how the office is reached, what the rules say of its topic, and the prices of today.
import type { AccountHistory } from '../accounts/accounts.ts'
import { rateOn, tariffOf } from '../billing/tariff.ts'
import type { Day } from '../kernel/days.ts'
import type { Article } from '../rulebook/kinds/policies.ts'
import type { RulebookValue } from '../rulebook/rulebook.ts'
import type { Fact } from './draft.ts'
import { dateFact, type Named, rateFact, textFact } from './make-fact.ts'
import type { TemplateFields } from './render-template.ts'

export function contactFields({ telephone, emergency_telephone, hours }: RulebookValue<'contact'>, version: string): TemplateFields {
  const source = `rulebook:${version}`
  const phone = (id: string, label: string, value: string): Fact => ({ id, label, source, kind: 'phone', value, text: value })
  return {
    hasTelephone: telephone !== null,
    hasEmergencyLine: emergency_telephone !== null,
    hasHours: telephone !== null && hours !== null,
    contact: {
      ...(telephone === null ? {} : { telephone: phone('contact.telephone', 'Customer service telephone', telephone) }),
      ...(emergency_telephone === null
        ? {}
        : { emergency: phone('contact.emergency', 'Emergency telephone, at any hour', emergency_telephone) }),
      ...(hours === null
        ? {}
        : { hours: clauseFact({ id: 'contact.hours', label: 'Telephone hours', source }, hours, `${hours.en} ${hours.es}`) }),
    },
  }
}

export function ruleFields(articles: readonly Article[], version: string): TemplateFields {
  const rules = articles.flatMap(({ id, title, source, words }): TemplateFields[] => {
    if (words === null) return []
    const named = { id: `rule.${id}`, label: title, source: `rulebook:${version}#${id}` }
    return [
      {
        words: clauseFact(named, words, `${source}: ${words.en} ${words.es}`),
        where: textFact({ id: `rule-source.${slug(source)}`, label: 'Source of a rule', source: named.source }, 'clause', source),
      },
    ]
  })
  return { hasRules: rules.length > 0, rules }
}

/** The same clause in each language; its value is its number and its words in all of them, so that it bears what either says. */
function clauseFact(named: Named, texts: { en: string; es: string }, value: string): Fact {
  return { ...named, kind: 'clause', value, text: texts.en, texts }
}

/**
 * What water costs the account on a day, as the schedule prints it. `hasRate` is false where it prints nothing for that day, where the account has no
 * meter, and where the price depends on the use.
 */
export function rateFields(schedule: RulebookValue<'rates'>, version: string, history: AccountHistory, on: Day): TemplateFields {
  const tariff = tariffOf(schedule)
  const meter = history.meters.findLast(({ installedOn, removedOn }) => installedOn <= on && (removedOn === null || on < removedOn))
  const rate = meter && rateOn(tariff.water, on, { class: history.account.class, meterSize: meter.sizeInches })
  if (!rate || rate.blocks) return { hasRate: false }
  const source = `rulebook:${version}`
  return {
    hasRate: true,
    rate: {
      price: rateFact({ id: 'rate.price', label: 'Price of water', source }, rate.printed, tariff.unit),
      since: dateFact({ id: 'rate.since', label: 'Price of water: first day', source }, rate.from),
      isSample: rate.sample,
    },
  }
}

function slug(words: string): string {
  return words.toLowerCase().replace(/[^a-z0-9]+/g, '-')
}
