// Whether a mail's plain text has none of its writer's words: it is blank, or tells only that they stand in the HTML part, as
// programs and web forms write it for readers that show no HTML.
import { visible } from './fold-words.ts'

const standingLimitCharacters = 250
const ofHtml =
  /\bhtml\b.{0,60}\b(?:capable|compatible|enabled|support\w*|format|e-?mails?|messages?|viewer|version|clients?|mensajes?|correos?|formato)\b|\b(?:support|display|show|view|read|use|requires|soporta|admite|muestra)\w*\b.{0,60}\bhtml\b/iu
const ofReading =
  /\b(?:e-?mail|mail|message|mensaje|correo)\b.{0,80}\b(?:client|viewer|program|reader|browser|application|software|cliente|programa|lector)\b|\b(?:cliente|programa|lector) de correo\b|\b(?:this|the|your|este|su|el) (?:is an html |html )?(?:e-?mail|mail|message|mensaje|correo)\b/iu

export function saysNothing(plain: string): boolean {
  const words = visible(plain)
  if (words.length > standingLimitCharacters) return false
  const sentences = words.split(/[.!\n]+/).filter((sentence) => sentence.trim() !== '')
  return words === '' || (ofHtml.test(words) && ofReading.test(words) && sentences.every((one) => ofHtml.test(one) || ofReading.test(one)))
}
