// What customers ask for, and by which words it is known: in the mail that asks and in the reply that answers. English and
// Spanish, on text without accents and capitals. Every gap is bounded, so that no sentence takes long.

export const requestKinds = [
  'remove-penalty',
  'explain-penalty',
  'find-payment',
  'refund',
  'payment-plan',
  'stop-shutoff',
  'restore-service',
  'leak-relief',
  're-read-or-test-meter',
  'explain-read',
  'certificate',
  'final-bill',
  'correct-name-or-owner',
  'exemption',
  'rate',
  'how-to-pay',
  'copy-of-records',
  'call-back',
  'speak-to-supervisor',
  'hearing',
  'start-or-stop-service',
  'correct-bill',
  'explain-bill',
  'general',
  'other',
] as const
/** general: help, an answer, "what happened?", with nothing named. other: a request that no words here know. */
export type RequestKind = (typeof requestKinds)[number]

export type KindWords = {
  kind: Exclude<RequestKind, 'other'>
  /** A sentence that asks for something asks for this. */
  asks: RegExp
  /** A reply that says this speaks of it. */
  said: RegExp
  /** Not when the sentence asks for one of these, which its words also fit. */
  unless?: readonly RequestKind[]
}

/** From the narrow to the wide. */
export const kindWords: readonly KindWords[] = [
  {
    kind: 'remove-penalty',
    asks: /\b(?:waiv\w*|remov\w*|cancel|revers\w*|forgiv\w*|take off?|take (?:\w+ ){1,5}off|drop|refund|erase|get rid of|excus\w*|credit|adjust)\b.{0,60}\b(?:pen[ae]lt\w+|late (?:fee|charge)s?|fees?)\b|\b(?:penalt\w+|late (?:fee|charge)s?)\b.{0,40}\b(?:waived|removed|reversed|forgiven|taken off|dropped|credited)\b|\b(?:quit|elimin|perdon|cancel|anul|condon|remuev|remov|retir)\w*.{0,40}\b(?:recargos?|multas?|penalizacion\w*|mora)\b/u,
    said: /\bpenalt|\blate (?:fee|charge)|\brecargo|\bmulta/u,
  },
  {
    kind: 'explain-penalty',
    asks: /\b(?:why|explain|how come|what is|what's|what are|understand)\b.{0,60}\b(?:penalt\w+|late (?:fee|charge)s?)\b|\b(?:por que|expli\w+|a que se debe)\b.{0,60}\b(?:recargos?|multas?|penalizacion\w*)\b/u,
    said: /\bpenalt|\blate (?:fee|charge)|\brecargo|\bmulta/u,
    unless: ['remove-penalty'],
  },
  {
    kind: 'find-payment',
    asks: /\b(?:find|found|locat\w+|trac\w+|post(?:ed)?|credit(?:ed)?|appl(?:y|ied)|receiv\w+|g[eo]t|where|show\w*|confirm|lost|look for|cash\w*)\b.{0,50}\b(?:payments?(?! (?:plans?|arrangements?|agreements?|schedules?|certificates?))|checks?|cheques?|money orders?|money(?! back))\b|\b(?:payments?|check|money)\b.{0,30}\b(?:posted|credited|applied|received|missing|go|gone|not show\w*)\b|\b(?:encuentr|encontr|busqu|busc|apli[cq]u?|acredit|registr|recib|verifi|revis|cheq|donde esta|por que no)\w*.{0,50}\b(?:pagos?|cheques?|dinero|abonos?)\b/u,
    said: /\bpayments?\b.{0,80}\b(?:enter|post|receiv|record|account|find|found|credit)|\bpagos?\b/u,
    unless: ['refund'],
  },
  {
    kind: 'refund',
    asks: /\brefund\w*|\breimburs\w+|\bmoney back\b|\breturn (?:my|the|our) (?:money|overpayment|deposit|credit|payment)\b|\bpay (?:me|us) back\b|\bgive (?:me|us) back\b|\breembols\w+|\bdev(?:uelv|olv|oluc)\w+|\bregres\w+.{0,20}\bdinero\b/u,
    said: /\brefund|\breimburs|\bcredit balance|\breembols|\bdevoluc/u,
    unless: ['remove-penalty'],
  },
  {
    kind: 'payment-plan',
    asks: /\b(?:payment|pay) (?:plan|arrangement|agreement|schedule)s?\b|\binstall?ments?\b|\bpay (?:it |this |that |the bill |my bill |what i owe )?(?:over time|in parts|in pieces|little by little|monthly|each month|a little)\b|\bmore time to pay\b|\bwork something out\b|\bpay(?:ing)? (?:a )?part\b|\bextension\b|\bplan(?:es)? de pagos?\b|\bconvenio de pago|\b(?:a plazos|en abonos|en cuotas|en partes|poco a poco)\b|\bmas tiempo para pagar\b|\bprorroga\b|\bfacilidades de pago\b/u,
    said: /\bpayment (?:plan|arrangement|agreement)|\binstall?ment|\bplan de pago|\bconvenio/u,
  },
  {
    kind: 'stop-shutoff',
    asks: /(?:\bnot\b|n't\b|\bstop|\bavoid|\bprevent|\bhold\b|\bdelay|\bpostpone|\bcancel|\bkeep\b|\bwithout\b).{0,40}\b(?:shut(?:ting)?[ -]?(?:off|(?:me|my|the|our|us)\b)|shutoff|disconnect\w*|cut(?:ting)?[ -]?(?:off|me|my|our|the water|us)|turn(?:ing)?(?: my| the| our)?(?: water)? off|termination)|\bkeep (?:my|the|our) water on\b|\b(?:no|evit\w+|det\w+|par\w+|suspend\w+|sin que)\b.{0,30}\b(?:cort\w+|desconect\w+|suspend\w+)/u,
    said: /\bshut[ -]?off|\bdisconnect|\bcorte\b|\bdesconexi/u,
  },
  {
    kind: 'restore-service',
    asks: /\b(?:restor\w+|reconnect\w*|turn(?: my| the| our)?(?: water)? back on|back on)\b|\b(?:reconect|restabl|reinstal)\w+|\bvuelvan a (?:conectar|poner|abrir)\b/u,
    said: /\brestor|\breconnect|\breconex|\breconect/u,
  },
  {
    kind: 'leak-relief',
    asks: /\bleak\w*\b.{0,80}\b(?:adjust\w*|credit|relief|reduc\w+|forgiv\w+|discount|allowance|lower\w*|off (?:my|the|our) bill|take some off)\b|\b(?:adjust\w*|credit|relief|reduc\w+|forgiv\w+|discount|allowance|lower\w*|off (?:my|the|our) bill|take some off)\b.{0,60}\ble[ae]k|\bfugas?\b.{0,60}\b(?:ajust|credit|descuent|rebaj|reduc|ayud)\w*|\b(?:ajust|credit|descuent|rebaj|reduc|ayud)\w*.{0,60}\bfugas?\b/u,
    said: /\bleak\w*.{0,60}\b(?:adjust|credit|relief|reduc)|\b(?:adjust\w*|credit|relief)\b.{0,60}\bleak|\bfugas?\b.{0,60}\b(?:ajust|credit)/u,
  },
  {
    kind: 're-read-or-test-meter',
    asks: /^(?!.*\b(?:why|por que|when (?:was|were|did)|cuando (?:fue|leyeron))\b).*?(?:\b(?:re-?read|read|check|test|inspect|replac\w+|chang\w+|look at|verify|exchang\w+|recheck|examine)\b.{0,30}\b(?:water )?meter\b(?! reading)|\bmeter\b(?! reader)(?! reading).{0,30}\b(?:tested|checked|re-?read|replaced|inspected|changed|verified)\b|\b(?:take|get|do|obtain|make|need|want|have)\b.{0,30}\b(?:actual|real|new|another|second|proper) (?:meter )?read(?:ing)?\b|\bre-?read(?:ing)?\b|\bsend (?:someone|somebody|a (?:technician|person|plumber|man|worker|crew)|an inspector)\b|\b(?:le[ae]n?|leer|revis\w+|prueb\w+|prob\w+|inspeccion\w+|cambi\w+|reempla\w+|verifi\w+|comprueb\w+)\b.{0,30}\b(?:medidor|contador)\b|\bmanden? a alguien\b)/u,
    said: /\bmeter\b.{0,60}\b(?:test|inspect|replac|exchang|technician|re-?read|visit)|\b(?:test|inspect|replac|re-?read)\w*.{0,40}\bmeter|\bmedidor\b/u,
  },
  {
    kind: 'explain-read',
    asks: /\b(?:why|por que)\b.{0,60}\b(?:meters?|metters?|medidor|contador)\b.{0,30}\b(?:read|leid\w+|leen|leyeron)?|\b(?:why|por que)\b.{0,40}\b(?:read|leen?|leyeron|leido|leer)\b|\b(?:why|how|explain|what|want|know|who|when|which|is|was|are|were)\b.{0,60}\b(?:estimat\w+|actual read\w*|meter read\w*|readings?\b|read (?:my|the|our) meter)|\b(?:por que|como|expli\w+|quien|cuando)\b.{0,60}\b(?:estimad\w+|lecturas?|leyeron)/u,
    said: /\bread(?:ing)?s?\b|\bestimat|\blectura/u,
    unless: ['re-read-or-test-meter', 'final-bill'],
  },
  {
    kind: 'certificate',
    asks: /(?<!death |birth |marriage )\bcertificates?\b|\bletter\b.{0,50}\bpaid in full\b|\bfpc\b|\bwater cert\b|\bclearance letter\b|\bpaid[ -]in[ -]full letter\b|\bcertificados?\b|\bconstancia de (?:pago|no adeudo)\b/u,
    said: /\bcertificate|\bcertificado/u,
  },
  {
    kind: 'final-bill',
    asks: /\bfinal (?:water )?(?:bill|read(?:ing)?|statement|invoice|meter read(?:ing)?)\b|\b(?:factura|lectura|cuenta|recibo) final\b/u,
    said: /\bfinal (?:bill|read)|\bfactura final|\blectura final/u,
  },
  {
    kind: 'correct-name-or-owner',
    asks: /\b(?:chang\w+|correct\w*|updat\w+|fix|put|add|remove|transfer|switch|take)\b.{0,40}\b(?:names?|owners?(?:hip)?|title|mailing address|billing address|property (?:type|class\w*)|building type|classification|number of units)\b|\b(?:cambi|corrij|correg|actualic|actualiz|pon|pong|agreg|quit|transf)\w*.{0,40}\b(?:nombres?|duen[oa]|propietari[oa]|titular|direccion)\b/u,
    said: /\b(?:name|owner(?:ship)?|deed|mailing address)\b.{0,60}\b(?:account|chang|correct|updat)|\bnombre|\bpropietari/u,
  },
  {
    kind: 'exemption',
    asks: /\bexempt\w*|\bsenior (?:citizen )?(?:discount|exemption|rate|program)\b|\bdiscounts?\b|\bhardship\b|\brelief program\b|\bbilling relief\b|\blow[ -]income\b|\bassistance\b|\bexencion\w*|\bdescuentos?\b|\btercera edad\b|\bprograma de (?:ayuda|alivio)\b|\basistencia\b|\bbajos ingresos\b|\bayuda para pagar\b/u,
    said: /\bexempt|\bsenior|\bdiscount|\brelief|\bexencion|\bdescuento/u,
    unless: ['leak-relief'],
  },
  {
    kind: 'rate',
    asks: /\b(?:what|how|explain|which|current|list of|send|know|see)\b.{0,40}\b(?:water rates?|sewer (?:charge|rate|percent\w*)|rates\b|rate (?:per|for|increase|schedule|class)|price of water|tariff|per (?:1,000 |thousand )?gallons?|cubic f(?:oo|ee)t|water tax)|\bwhy\b.{0,30}\b(?:rates?|price of water)\b|\btarifas?\b|\b(?:precio|costo) del agua\b|\bcuanto cuesta (?:el agua|cada)|\balcantarillado\b/u,
    said: /\brates?\b|\bprice of water|\bper 1,000|\bfor 1,000|\btarifa|\bprecio del agua/u,
  },
  {
    kind: 'how-to-pay',
    asks: /\b(?:how|where) (?:can|do|should|could|may) (?:i|we) (?:pay|send (?:a|my|the) (?:payment|check)|mail|make a payment)\b|\bcan i pay (?:online|by|in person|with)\b|\b(?:donde|como) (?:puedo|podemos|debo|se puede)? ?pag\w+/u,
    said: /\bpay\b.{0,60}\b(?:online|by mail|in person|at)\b|\bpagar\b/u,
    unless: ['payment-plan'],
  },
  {
    kind: 'copy-of-records',
    asks: /\b(?:send|need|want|get|provide|e-?mail|mail|have|request\w*|give|like|see|forward)\b.{0,50}\b(?:cop(?:y|ies)|duplicates?|print ?outs?|account (?:history|records?|statements?)|billing (?:history|records?)|payment history|past bills|(?:all|my) records|statements?)\b|\b(?:copias?|historial|duplicados?|registros|estados? de cuenta)\b|\bfoia\b|\bre-?send\b.{0,30}\b(?:it|bill|letter|invoice)\b/u,
    said: /\bcop(?:y|ies)\b.{0,40}\b(?:attach|enclos|bill|record|statement)|\battached\b|\bcopia|\badjunt/u,
    unless: ['certificate', 'final-bill'],
  },
  {
    kind: 'call-back',
    asks: /(?<!not )(?<!n't )(?<!never )\b(?:call|phone|telephone|ring) (?:me|us)\b|\bcall ?back\b|\bgive (?:me|us) a (?:call|ring)\b|\breturn my calls?\b|(?<!no )(?<!no me )\b(?:llam\w+[mn]e|llamen(?:me|nos)|me llam\w+|me (?:puede|pueden|podria|podrian) llamar|llamar(?:me|nos))\b|\bcomuni\w+ conmigo\b/u,
    said: /\bcall(?:ed)? you\b|\btelephone|\bphone|\blo llam|\ble llam|\btelefono/u,
  },
  {
    kind: 'speak-to-supervisor',
    asks: /\b(?:speak|talk|escalat\w+|forward\w*|meet|transfer\w*|hear|connect|pass|put me through|contact|want|need|number of|name of)\b.{0,40}\b(?:supervisor|manager|director|someone in charge|somebody in charge|person in charge|boss|superior|commissioner)\b|\b(?:hablar|comuni\w+|pas\w+|contactar|quiero|necesito)\b.{0,30}\b(?:supervisora?|gerente|encargad[oa]|jef[ea]|directora?)\b/u,
    said: /\bsupervisor|\bmanager|\bgerente/u,
  },
  {
    kind: 'hearing',
    asks: /\bhearing\b|\bappeal\b|\bfile (?:a|an|my) (?:formal )?(?:complaint|dispute|grievance)\b|\baudiencia\b|\bapel\w+/u,
    said: /\bhearing\b|\bappeal|\baudiencia|\bapelaci/u,
  },
  {
    kind: 'start-or-stop-service',
    asks: /\b(?:stop|end|close|cancel|discontinue|terminate|disconnect|turn off|shut off|start|open|set up|transfer|begin|turn on)\b (?:the |my |our |a |new |water |city ){0,4}(?:service|account|water)\b|\b(?:cancel|cerr|cierr|dar de baja|den de baja|suspend|abrir|inici|transfer)\w* (?:el |la |mi |mis |un |una |nuev[oa] ){0,3}(?:servicio|cuenta|agua)\b/u,
    said: /\b(?:close|start|stop|open|transfer)\w*\b.{0,40}\b(?:service|account)|\bservicio\b/u,
    unless: ['stop-shutoff', 'final-bill'],
  },
  {
    kind: 'correct-bill',
    asks: /\b(?:correct|fix|adjust|lower|reduce|revise|recalculate|redo|credit|rebill)\b.{0,30}\b(?:bill|charges?|balance|account|amount|error|mistake)\b|\bcorrect (?:it|this)\b|\b(?:corrij|correg|ajust|baj|reduz|reduc|arregl)\w*.{0,30}\b(?:factura|recibo|cobro|cuenta|saldo)\b/u,
    said: /\badjust|\bcorrect|\bajust|\bcorreg/u,
    unless: ['leak-relief', 'remove-penalty', 'find-payment', 'correct-name-or-owner', 'refund'],
  },
  {
    kind: 'explain-bill',
    asks: /\bdisput\w+\b.{0,40}\b(?:bills?|charges?)\b|\b(?:errors?|mistakes?|wrong|amiss) (?:in|with|on|about) (?:my|our|the|this) (?:last |new |water )?bill\b|\b(?:why|y) (?:is |was |are )?my\b.{0,40}\bbills?\b|\b(?:explain|explanation|understand|break ?down|itemi[sz]\w+|walk me through|go over)\b|\bwhy\b.{0,70}\b(?:bills?|billed|charg\w+|water|pay|owe|amount|high(?:er)?|increas\w*|expensive|much|doubled|went up|go up|going up)\b|\bhow (?:can|could|did|come|is|was|do|you)\b.{0,60}\b(?:bills?|billed|charged?|amount|much water|owe|usage|used?|this high|into this|possible|\$)|\b(?:is|was|are) (?:my|this|the|that|our) (?:new |last |latest |water ){0,2}bills? .{0,20}\b(?:right|correct|wrong|accurate|mistake|normal)\b|\b(?:check|review|look (?:at|over|into)|investigat\w+|verify|audit|re-?check)\b.{0,40}\b(?:bills?|charges?|account|usage|consumption|amount|it|this)\b|\bpaying for\b|\breally used?\b|\bwhere\b.{0,30}\b(?:water|usage|gallons)\b.{0,20}\b(?:went|go|goes|gone|come|came)\b|\bhow you (?:came|got|arrived|calculat\w+)\b|\bhow much (?:water )?(?:did|do|have|was|is)\b|\breason\b.{0,40}\b(?:bill|increase|charge|amount)|\b(?:expli[cq]\w+|explicacion|aclar\w+|desglos\w+)\b|\b(?:entender|comprender)\b|\bpor que\b.{0,70}\b(?:factur|cobr|recibo|cuenta|alt[oa]|subio|sube|pagar|car[oa]|tanto|agua|cantidad)\w*|\b(?:revis|verifi|investig|cheq)\w*.{0,40}\b(?:facturas?|recibos?|cuenta|cobros?|consumo|est[oa])\b|\bcomo es posible\b|\bcuanta agua\b|\b(?:factura|recibo|cobro) .{0,15}\bcorrect[oa]\b/u,
    said: /\bbill\b.{0,80}\b(?:covers|compar|because|differ|gallons|is)\b|\bfactura\b/u,
    unless: [
      'explain-penalty',
      'find-payment',
      'rate',
      'explain-read',
      'certificate',
      're-read-or-test-meter',
      'stop-shutoff',
      'final-bill',
      'remove-penalty',
      'exemption',
    ],
  },
  {
    kind: 'general',
    asks: /\b(?:help|advise|assist|look into|what happened|what is going on|what's going on|respond|reply|answer|let (?:me|us) know|do something|take care|resolve|investigate|any news|any update|status|get back to|clarify|what (?:can|should|do) i do|what can (?:you do|be done)|(?:sort|straighten|clear) (?:this|it|that)(?: out| up)?|fix (?:this|it)|your attention|pay|is there (?:a|any|some) reason|where (?:does|did|do) (?:this|it|that|these) com\w*|what (?:accounts|explains|caused)\b.{0,30}|what'?s going on|how come|why|what (?:else )?do you need|anything else|check (?:it|this|that|on it)|(?:remove|reverse|waive|cancel|fix|correct) (?:it|this|that)|explain how|how (?:did|do|was|were|is) \w+ (?:calculat\w*|comput\w*|figur\w*|arriv\w*|come up|work\w*)|(?:como|cuando) (?:lo |la )?calcul\w+)\b|^please check\b|^pl[sz] check\b|\bwhat (?:now|next)\b|\ba que se debe\b|\bpor que\b|\bme l[ao]s? (?:puede|pueden|podrian?)\b|\b(?:que paso|que pasa|ayud|avis|respond|respuest|contest|resuelv|resolver|inform|que (?:puedo|debo) hacer|atencion)\w*/u,
    said: /./u,
  },
]
