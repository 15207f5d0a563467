// How mail programs and absent people word automatic replies and failures, in the languages an American city meets.

/** A subject that only a machine writes. */
export const automaticSubjects = [
  /^(?:auto(?:matic|mated)?[\s:_-]*(?:reply|response|answer|acknowledg\w*)|autoreply|autoresponder?)\b/i,
  /^\[auto[\s-]?reply\]/i,
  /^(?:automatische (?:antwort|beantwortung)|abwesenheits(?:notiz|nachricht|assistent)|respuesta autom[aá]tica|contestaci[oó]n autom[aá]tica|r[ée]ponse automatique|risposta automatica|resposta autom[aá]tica|automatyczna odpowied[zź]|odpowied[zź] automatyczna|automatisch antwoord|автоответ|автоматический ответ)(?![\p{L}])/iu,
  /^(?:自动(?:回复|答复)|自動(?:回覆|回复|返信|應答))/,
]

/** A subject that an absent person's program writes, and a person may write too: only with such a body is it a machine's. */
export const absenceSubjects = [
  /^(?:(?:re|aw|odp|sv)\s*:\s*)?(?:i(?:'m| am) )?(?:currently )?(?:out[\s-]of[\s-](?:the[\s-])?office|ooo|on vacation|on leave|away (?:from (?:my )?(?:desk|email|e-mail|office))|vacation (?:notice|reply|response|message)|holiday notice)(?=\s*(?:$|[:：\-–—(,.]|(?:until|till|from|auto|reply|re:|notif|notice|message|response|hasta|del|desde|do|od)(?![\p{L}])))/iu,
  /^(?:(?:re|rv)\s*:\s*)?(?:fuera de (?:la )?oficina|de vacaciones|ausente|aviso de ausencia)(?=\s*(?:$|[:：\-–—(,.]|(?:until|till|from|auto|reply|re:|notif|notice|message|response|hasta|del|desde|do|od)(?![\p{L}])))/iu,
  /^(?:(?:re|odp)\s*:\s*)?(?:poza biurem|nieobecno[sś][cć]|urlop|jestem na urlopie)(?=\s*(?:$|[:：\-–—(,.]|(?:until|till|from|auto|reply|re:|notif|notice|message|response|hasta|del|desde|do|od)(?![\p{L}])))/iu,
  /^(?:(?:re|回复|答复)\s*[:：]\s*)?(?:不在办公室|休假|外出|我正在休假|我不在)/u,
  /^(?:absence du bureau|absent du bureau|en vacances|fuori ufficio|afwezig|nicht im b[uü]ro)(?=\s*(?:$|[:：\-–—(,.]|(?:until|till|from|auto|reply|re:|notif|notice|message|response|hasta|del|desde|do|od)(?![\p{L}])))/iu,
]

/** What an absence notice says of itself: away now, and when or whom to ask instead. */
export const absenceWords = [
  /\b(?:i am|i'm|i will be|i'll be) (?:currently |presently |now )?(?:out of (?:the )?office|away|on (?:annual |medical |parental |maternity |paternity )?(?:leave|vacation|holiday)|travell?ing|unavailable)\b/i,
  /\b(?:limited|no|intermittent|sporadic) access to (?:my )?e-?mail\b/i,
  /\bi(?:'ll| will| shall) (?:be back|return|reply|respond|answer)\b.{0,60}\b(?:on|upon|when|after|as soon)\b/i,
  /\b(?:estar[eé]|estoy|me encuentro) (?:fuera|de vacaciones|ausente)/i,
  /\b(?:regresar[eé]|volver[eé]|de regreso|a mi regreso)\b/i,
  /(?:przebywam|jestem|b[eę]d[eę]) (?:na urlopie|poza biurem|nieobecn[ay])/i,
  /(?:wracam|wr[oó]c[eę]|po powrocie)/i,
  /(?:正在休假|休假中|不在办公室|外出|返回后|回来后|尽快回复)/,
  /\b(?:je suis|serai) (?:absent|en vacances|en cong[ée])/i,
  /\bich bin (?:derzeit |momentan |bis )?.{0,30}(?:nicht im b[uü]ro|abwesend|im urlaub)/i,
]

export const failureSubjects =
  /(?:undeliver(?:ed|able)|delivery (?:status notification|failure|has failed|problem|report)|(?:mail|message|e-?mail) (?:delivery (?:failed|failure|system)|could not be delivered|undeliverable|not delivered)|returned (?:mail|to sender)|failure notice|delivery notification|non[\s-]?delivery|mail system error|nondeliverable|no entregad[oa]|error de entrega|unzustellbar|non remis|niedostarczon|退信|未送达|無法傳遞)/i

export const failureWords =
  /(?:could not be delivered|couldn't be delivered|wasn't delivered|was not delivered|delivery (?:to the following recipients? )?(?:has )?failed|undeliverable|user unknown|unknown user|no such user|mailbox (?:is )?(?:full|unavailable|not found)|recipient address rejected|permanent(?:ly)? (?:fatal )?(?:errors?|failure|failed)|unable to deliver|did not reach|does not exist|recipients? (?:was|were) (?:not |un)|returned to sender|\b5\d\d[ -]5\.\d\.\d\b|over quota|host unknown|address(?:es)? (?:had|failed))/i

export const robotSenders =
  /^(?:mailer-daemon|mail-daemon|postmaster|mdaemon|mailerdaemon|mail-delivery|maildelivery|microsoftexchange[\w]*|bounces?)(?:[+\-_.=].*)?$/i

export const silentSenders =
  /^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|donotreply|noresponder|nie-?odpowiadaj|mailer-daemon|postmaster|bounces?|listserv|majordomo|.*-(?:request|bounces|owner))(?:[+\-_.].*)?$/i
