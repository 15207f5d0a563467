// What servers and carriers mean by their words where they give no enhanced status (RFC 3463): its subject and detail, and
// whether the words themselves say that another attempt was possible.

type Meaning = { detail: string; words: RegExp }

/** The first that applies counts: what is said of the address goes before what is said of the server. */
const meanings: Meaning[] = [
  {
    detail: '2.2',
    words:
      /mailbox (?:is |size |has )?(?:full|exceed)|over[ -]?quota|quota (?:is )?exceeded|exceed\w* (?:the |its |their |allowed )*(?:storage|quota|mailbox|size)|exceeds allowed size|insufficient (?:disk |mailbox )?(?:storage|space)|buz[oó]n (?:est[aá] |de correo )?lleno|cuota .{0,30}(?:excedida|superada)|skrzynka .{0,30}(?:pe[lł]na|przepe[lł]niona)|postfach .{0,10}voll|bo[iî]te .{0,30}(?:pleine|satur[ée]e)|caixa .{0,20}cheia|ящик .{0,20}переполнен|(?:邮箱|郵箱|信箱|空间|空間|容量|配额|配額).{0,6}(?:已满|已滿|满了|滿了|不足|超出|超限)|一杯のため/iu,
  },
  {
    detail: '1.6',
    words:
      /(?:mailbox|user|account|recipient) has moved|no longer (?:at|with|works|employed|valid|in use|active)|ya no (?:trabaja|existe|est[aá] en uso)/iu,
  },
  {
    detail: '2.1',
    words:
      /(?:account|mailbox|user|recipient|address)(?: \S{1,80})? (?:is |was |has been )?(?:currently |temporarily )?(?:locked|disabled|discontinued|suspended|inactive|deactivated|closed|terminated|expired)|disabled or discontinued|(?:cuenta|buz[oó]n) .{0,20}(?:desactivad|suspendid|cancelad|inactiv|deshabilitad)|(?:账号|账户|帳號|帳戶|邮箱|郵箱).{0,6}(?:停用|禁用|冻结|凍結|注销)/iu,
  },
  {
    detail: '1.3',
    words:
      /malformed address|incorrectly constructed|(?:bad|invalid) (?:recipient |destination )?(?:mailbox |address )?syntax|syntax error in (?:mailbox |parameter )?address/i,
  },
  {
    detail: '1.1',
    words:
      /(?:user|recipient|mailbox|address|account|alias|addressee|email)(?:\(s\))?(?: name| account)?(?: \S{1,80})?,? (?:is |was |were |could |can ?)?(?:unknown|not (?:be )?(?:found|known|recognized|listed|exist)|invalid|does(?: not|n't) exist|couldn't be found|not available here)|(?:unknown|no such|invalid|illegal|nonexistent|non-existent|no valid|bad destination) (?:local |final delivery |or illegal |mailbox |e-?mail |user |recipient )?(?:user|recipient|mailbox|address|account|alias|addressee|person|userid)|no (?:mailbox|account|user|such address|one) (?:here|by that|with that|named)|(?:name|address|account) .{0,80}(?:does(?: not|n't) exist|not listed in)|doesn't have an? .{0,80}account|not (?:our|a) (?:customer|valid (?:user|recipient|mailbox))|account .{0,40}may not exist|(?:usuario|destinatario|direcci[oó]n|cuenta|buz[oó]n) .{0,60}(?:desconocid|no existe|inexistente|no (?:se )?(?:ha )?(?:podido )?encontr)|(?:no existe|desconocid[oa]) .{0,30}(?:usuario|destinatario|direcci[oó]n|cuenta|buz[oó]n)|(?:nieznany|nieznana|nie istnieje|nie ma takiego) ?(?:u[zż]ytkownik|odbiorc|adres)?|(?:benutzer|empf[aä]nger|adresse) .{0,60}(?:unbekannt|existiert nicht|nicht gefunden)|(?:utilisateur|destinataire|adresse|compte) .{0,60}(?:inconnue?|n'existe pas|introuvable)|(?:usu[aá]rio|destinat[aá]rio|endere[cç]o|conta) .{0,60}(?:desconhecid|n[aã]o existe|inexistente)|(?:пользовател|получател|адрес|ящик).{0,60}не (?:найден|существует)|(?:用户|用戶|收件人|邮箱|郵箱|信箱|账户|帳戶|地址).{0,30}(?:不存在|未找到|找不到|无效|無效)|(?:不存在|无效|無效)的?(?:用户|用戶|收件人|邮箱|郵箱|地址)|查无此人|查無此人|宛先不明|リストにありません|(?:ユーザー?|宛先|アドレス|ディレクトリ).{0,20}(?:見つかりません|存在しません|不明)|(?:사용자|수신자|주소).{0,20}(?:없|찾을 수|존재하지)|(?:người dùng|địa chỉ|người nhận) .{0,30}không tồn tại|(?:العنوان|المستخدم|المستلم).{0,30}غير موجود/iu,
  },
  {
    detail: '1.2',
    words:
      /host (?:name |or domain name )?(?:is )?(?:unknown|not found)|(?:unknown|invalid) (?:host|domain)|couldn't find any host|no such (?:host|domain)|(?:domain|host)(?: name)? (?:\S{1,80} )?(?:not found|does(?: not|n't) exist|is invalid|couldn't be found|may not exist)|dns (?:lookup )?(?:failure|error)|nxdomain|name or service not known|\S{1,80}\.[a-z]{2,20} does not exist|dominio .{0,60}(?:desconocid|no existe|no se (?:ha )?(?:podido )?encontr)|(?:域名|网域|網域).{0,10}(?:不存在|无效|找不到)/iu,
  },
  {
    detail: '4.4',
    words: /couldn't find a mail exchanger|no mx|unrout(?:e)?able (?:address|mail domain)|all relevant mx records point to/i,
  },
  { detail: '4.6', words: /mail loop|routing loop|too many hops|hop count|duplicated message-id|loops? back to/i },
  {
    detail: '3.4',
    words:
      /(?:message|mail|line)(?: size| length)?(?: is| was)? (?:too (?:big|large|long)|limit exceeded|exceeds)|size limit|demasiado grande|(?:邮件|郵件|信件).{0,6}(?:过大|過大|太大)/iu,
  },
  { detail: '4.7', words: /retry timeout exceeded|failing for a long time|resources temporarily unavailable/i },
  {
    detail: '4.1',
    words:
      /(?:connection|operation) (?:was )?(?:refused|timed out|reset)|unable to connect|(?:host|server) (?:is )?(?:not reachable|unreachable)|did not accept our requests to connect|wasn't able to establish|no response from/i,
  },
  {
    detail: '4.7',
    words:
      /delivery (?:time )?expired|failed \d+ attempts|giving up|in the queue too long|could not deliver for|cannot send message for|(?:exceeded|after) .{0,30}(?:retry|retries|queue lifetime)|undeliverable after/i,
  },
  {
    detail: '7.1',
    words:
      /spam|black ?list|block(?:ed|ing| list)|access denied|not (?:allowed|permitted|authorized|accepted)|(?:message|mail|sender|recipient|address)(?: \S{1,80})? (?:was |is )?(?:rejected|refused)|policy|relay(?:ing)? (?:is )?(?:denied|not)|reverse dns|\bptr\b|not a member|virus|rechazad[oa]|垃圾邮件|垃圾郵件|拒绝|拒絕/iu,
  },
]

/** Whatever it was, it went on being tried until the time was over: RFC 3463 counts that as temporary. */
const temporary = /retry timeout exceeded|failing for a long time|temporarily (?:unavailable|deferred|rejected)|try again later/i

export function meaningOf(text: string): { detail: string; temporary: boolean } | null {
  const line = text.replace(/\s+/g, ' ')
  const found = meanings.find(({ words }) => words.test(line))
  return found ? { detail: found.detail, temporary: temporary.test(line) } : null
}
