// How mail systems word a failed or late delivery, in the languages an American city meets, and what they call themselves.

/** Somewhere in a subject; by itself it proves nothing, for persons forward and complain under such subjects. */
export const failureSubjects =
  /(?:undeliver(?:ed|able)|delivery (?:status notification|failure|failed|has failed|problem|report|delayed|error)|fail(?:ed|ure) delivery|(?:mail|message|e-?mail) (?:delivery (?:failed|failure|system|delayed)|could not be delivered|undeliverable|not delivered|failure|status)|mail delivery status|message delivery has failed|returned (?:mail|to sender)|failure notice|delivery notification|non[\s-]?delivery|mail system error|nondeliverable|^warning: (?:message|could not send)|postmaster notify|message status|no (?:se pudo |se ha podido )?entreg(?:ad[oa]|ar)|no entregable|(?:error|fallo|notificaci[oó]n) .{0,20}(?:de|en la) entrega|devuelto|unzustellbar|zustellung|non (?:remis|distribu)|[ée]chec .{0,20}(?:remise|distribution|livraison)|niedostarczon|nie dostarczono|zwrot (?:wiadomo|poczty)|n[aã]o entregue|falha na entrega|недостав|не доставлен|退信|退件|未送达|未送達|无法(?:送达|投递|傳遞)|無法(?:送達|投遞|傳遞)|投递失败|投遞失敗|メールエラー|配信(?:不能|エラー|できません)|반송|전송 실패|gửi không thành công|không gửi được|تعذر (?:تسليم|التسليم)|فشل التسليم)/iu

/** In the words themselves. */
export const failureWords =
  /(?:(?:could|can) ?not be delivered|couldn't be delivered|wasn't delivered|was not delivered|not (?:yet )?been delivered|delivery (?:to the following recipients? )?(?:has )?(?:been )?(?:failed|delayed)|undeliverable|error delivering|user unknown|unknown user|no such user|(?:mailbox|user|address)(?: here)? (?:is )?(?:full|unavailable|not found|invalid)|invalid (?:user|recipient|mailbox|final delivery)|recipient (?:address rejected|not found|name is not recognized)|permanent(?:ly)? (?:fatal )?(?:errors?|failure|failed)|(?:unable|able) to deliver|did not reach|does not exist|doesn't have an? \S{1,80} account|no valid recipients|recipients? (?:was|were) (?:not |un|affected)|returned to sender|transcript of session follows|failure reasons|\b5\d\d[ -]5\.\d\.\d\b|over quota|host unknown|address(?:es|\(es\))? (?:had|failed)|not (?:a )?member of this mailing list|no (?:se )?(?:ha )?(?:pudo|podido) (?:ser )?entreg|no ha sido entregado|no pudo ser entregado|(?:usuario|destinatario|buz[oó]n) .{0,40}(?:desconocid|no existe|lleno)|nie (?:mo[zż]na|mog[lł]a|uda[lł]o si[eę]) .{0,40}dostarcz|nie zosta[lł]a? dostarczon|konnte nicht zugestellt|n'a (?:pas|pu) .{0,30}(?:remis|distribu|[eê]tre)|n[aã]o (?:p[oô]de|foi) .{0,20}entregue|не (?:удалось|может быть|была?) .{0,20}доставл|无法(?:送达|投递|递送)|無法(?:送達|投遞|遞送)|未能(?:送达|投递)|投递失败|投遞失敗|被退回|退信原因|(?:用户|用戶|收件人|邮箱|郵箱).{0,20}(?:不存在|已满|已滿)|送信できませんでした|配信できませんでした|전달(?:하지|되지) 못|반송되|không thể gửi|تعذر (?:تسليم|إرسال))/iu

/** Servers that nobody writes as, by their address's local part. */
export const daemonSenders =
  /^(?:mailer-?daemon|mail-?daemon|mdaemon|mail-?delivery(?:-?(?:sub)?system)?|microsoftexchange\w{0,64})(?:[+\-_.=].{0,200})?$/i
/** What servers call themselves beside any address. */
export const daemonNames = /mailer-daemon|mail deliver(?:y)? (?:sub)?system|mail delivery service|\bmail server\b|\bndr administrator/i
/** Addresses of servers and list managers that a person may have too. */
export const systemSenders =
  /^(?:post[_-]?master|bounces?|system|sysadmin|administrator|listserv|majordomo|.{1,64}-(?:admin|bounces?|request|owner))(?:[+\-_=].{0,200})?$/i
export const noReplySenders =
  /^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|noresponder|no[-_.]?responder|nie-?odpowiadaj|ne-?pas-?repondre)(?:[+\-_.].{0,200})?$/i
