// What a mail is about, how much it hurries and whether it is a hard case, from its words alone, each with its reasons. It only says
// what it saw: instructions in a mail are words like any other.
import { type TextReason, type Triage, type Urgency, urgencies } from '../../rulebook/kinds/triage.ts'
import { type Topic, topics } from '../../rulebook/topics.ts'
import { largestAmount } from './largest-amount.ts'
import { ownWords, spaced, wordsOf } from './mail-words.ts'
import { compilePhrases, type Phrase, seenIn, without } from './phrases.ts'
import { type Classifier, type Example, trainClassifier } from './topic-classifier.ts'
import { topicFeatures } from './topic-features.ts'

export type Told = {
  topic: Topic
  /** Every topic that the mail raises; the first is `topic`. */
  topics: Topic[]
  urgency: Urgency
  hard: boolean
  reasons: TextReason[]
  /** 0 to 1. */
  confidence: number
  /** In words, for the person who looks. */
  because: string
}

export type TellTriage = (mail: { subject: string; text: string }) => Told

/** Learns from the examples once, when the first mail comes. */
export function createTriage(rules: Triage, examples: readonly Example[]): TellTriage {
  const phrasesOf = rules.topics.map(({ topic, phrases }) => ({ topic, phrases: compilePhrases(phrases) }))
  const hard = rules.hard.map((rule) => ({ ...compiled(rule), reason: rule.reason, urgency: rule.urgency }))
  const hurry = rules.urgency.map((rule) => ({ ...compiled(rule), urgency: rule.urgency }))
  let classifier: Classifier | undefined

  const votesFor = (mail: { subject: string; text: string }) => {
    const [subject, text] = [spaced(mail.subject), spaced(mail.text)]
    const votes = new Map<Topic, { weight: number; seen: string[] }>()
    for (const { topic, phrases } of phrasesOf) {
      const seen = [...new Set([...seenIn(text, phrases), ...seenIn(subject, phrases)])]
      if (seen.length > 0)
        votes.set(topic, { weight: seen.reduce((sum, { weight }) => sum + weight, 0), seen: seen.map(({ words }) => words) })
    }
    return votes
  }
  const featuresOf = (mail: { subject: string; text: string }) => topicFeatures(`${mail.subject} . ${mail.text}`)

  return (given) => {
    const mail = { subject: ownWords(given.subject), text: ownWords(given.text) }
    classifier ??= trainClassifier(examples, featuresOf)
    const words = `${spaced(mail.subject)}–${spaced(mail.text)}`
    const votes = votesFor(mail)
    const said = classifier(featuresOf(mail))
    const scores = topics
      .map((topic) => ({ topic, score: (said.get(topic) ?? 0) + voteShare * Math.min(voteLimit, votes.get(topic)?.weight ?? 0) }))
      .sort((a, b) => b.score - a.score)
    const [first, second] = scores as [Scored, Scored]
    // A mail without one word of the office's own is about something else, whatever it happens to read like.
    const isOurs = [...votes.keys()].some((voted) => voted !== 'other') || ourWords.test(words)
    const isTold = first.score >= (isOurs ? leastScore : foreignScore)
    const topic = isTold ? first.topic : 'other'
    const confidence = isTold ? round(first.score / (first.score + second.score * 0.8 + 0.25)) : untold
    const raised = isTold && topic !== 'other' ? scores.filter((one) => isRaised(one, first, { votes, said })).map((one) => one.topic) : []

    const hardSeen = hard.filter((rule) => isSeen(words, rule))
    const seen = new Set(hardSeen.map(({ reason }) => reason))
    if (largestAmount(`${mail.subject}\n${mail.text}`) > rules.limits.hard_amount_dollars) seen.add('amount-above-limit')
    for (const [about, reason] of topicReasons) if (topic === about || raised.includes(about)) seen.add(reason)
    if (confidence < rules.limits.sure_confidence) seen.add('low-confidence')
    return {
      topic,
      topics: [topic, ...raised.filter((other) => other !== topic)],
      urgency: urgencyOf(topic, mail.text, [...hurry.filter((rule) => isSeen(words, rule)), ...hardSeen]),
      hard: seen.size > 0,
      reasons: [...seen],
      confidence,
      because: because(topic, votes.get(topic)?.seen),
    }
  }
}

type Scored = { topic: Topic; score: number }
type Rule = { phrases: Phrase[]; with: Phrase[] | null; unless: Phrase[] }

const voteShare = 0.1
const voteLimit = 4
const leastScore = 0.15
const foreignScore = 0.75
const ourWords =
  /(?<= )(?:(?:water|agua|bill|invoice|statement|factur|recib|account|acct|cuenta|meter|medidor|pay|paid|pag[aou]|owe|deb[oe]|leak|fuga|gotera|sewer|alcantarill|drenaje|usage|consum|gallon|galon|penalt|recargo|refund|reembols|certific|shut|cort|tap|faucet|hydrant|hidrante|pipe|tub[oe]|basement|flood|inund|clerk|employee|emplead|inspector|technician|plumber|plomero|lawyer|attorney|abogad|hearing|audiencia|rate|tarifa|balance|saldo|credit|owner|due[nñ]|property|propied|senior|discount|descuento|records|copies|copias)\S*)(?= )/u
const untold = 0.4
const raisedShare = 0.45
const leastVote = 2
const leastSaid = 0.12
const topicReasons: [Topic, TextReason][] = [
  ['staff-conduct', 'staff-conduct'],
  ['records-request', 'privacy-or-records-request'],
]

/** A second topic needs the rulebook's own words, a word of the classifier, and about half of what speaks for the first. */
function isRaised(
  { topic, score }: Scored,
  first: Scored,
  { votes, said }: { votes: ReadonlyMap<Topic, { weight: number }>; said: ReadonlyMap<Topic, number> },
): boolean {
  if (topic === first.topic) return true
  const isSaid = (votes.get(topic)?.weight ?? 0) >= leastVote && (said.get(topic) ?? 0) >= leastSaid
  return topic !== 'other' && score >= raisedShare * first.score && isSaid
}

function compiled(rule: { phrases: string[]; with?: string[] | undefined; unless?: string[] | undefined }): Rule {
  return {
    phrases: compilePhrases(rule.phrases),
    with: rule.with ? compilePhrases(rule.with) : null,
    unless: compilePhrases(rule.unless ?? []),
  }
}

function isSeen(words: string, { phrases, with: beside, unless }: Rule): boolean {
  const left = without(words, unless)
  return seenIn(left, phrases).length > 0 && (beside === null || seenIn(left, beside).length > 0)
}

const shortWords = 40

/** The highest that anything in the mail asks for; what asks for nothing and is about nothing can wait. */
function urgencyOf(topic: Topic, text: string, seen: readonly { urgency: Urgency | undefined }[]): Urgency {
  const found = seen.flatMap(({ urgency }) => (urgency ? [urgencies.indexOf(urgency)] : []))
  const highest = Math.max(-1, ...found)
  if (highest > urgencies.indexOf('low')) return urgencies[highest] as Urgency
  if (topic === 'other' && (highest === urgencies.indexOf('low') || wordsOf(text).length < shortWords)) return 'low'
  return 'normal'
}

const phrasesTold = 6

function because(topic: Topic, seen: readonly string[] | undefined): string {
  if (topic === 'other' && !seen) return 'no words of any topic'
  if (!seen) return 'reads like other mails of this topic'
  return `says ${seen
    .slice(0, phrasesTold)
    .map((words) => `"${words.replaceAll('*', '')}"`)
    .join(', ')}`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
