// Words that mean much the same for this office, in both languages, so that a mail is known by what it means and not only by words
// that an example happened to use. `*` at the end stands for any ending.
const meanings: { [name: string]: string } = {
  bill: 'bill* invoice* statement* factura* recibo* recivo* resivo* cuenta* cobro* billing',
  amount: 'amount* charge* charged cost* total dollars dollars $ owe owed owing dolares importe monto cobran cobraron cobrar',
  high: 'high higher hi doubl* tripl* quadrupl* spike* jump* climb* skyrocket* excessive outrageous ridiculous insane crazy expensive steep huge enormous twice increase* above more than usual abnormal stunned shock* puzzled unbelievable impossible surpris* confus* alta alto altisim* doble triple car* carisim* disparo subio aumento excesiv* exesiv* tanto tanta extrañ* extran* raro',
  use: 'use used using usage useage consumption consum* gallon* galon* units gastamos gasta gasto water uso',
  explain: 'explain* why how reason review look check investigate breakdown understand happened explic* porque revis* entiend* razon',
  estimate: 'estimat* estamat* esimat* guess* approximat* assum* average* averag* estim* promedio calculad* inventad* basing based',
  read: 'read reading readings reader lectura* lector leer leen leyeron leyo dial numbers figure photo picture foto marca',
  meter: 'meter* meeter medidor* register dial transmitter display vault pit lid needle aguja contador',
  broken:
    'broken broke brok stuck stopped stop cracked faulty defective fogged blank humming noise ticking spins spinning fast jitter* accura* test replace* exchang* swap* install* roto rota quebrad* trabad* descompuest* parado empanad* zumba cambiar revisar prueba budge*',
  leak: 'leak* leek drip* dripping burst split cracked pipe pipes flapper toilet toliet faucet spigot plumber* sprinkler irrigation slab fuga* gotera gote* tubo tuberia tubo* plomero inodoro calentador partio rompio pico',
  fixed: 'fixed repair* replac* sealed repaird arregl* repar* cambiamos sellaron quedo compus*',
  adjust:
    'adjust* allowance forgive* forgiv* reduc* lower relief credit recalculat* courtesy ajust* rebaj* descuent* descont* condon* reduccion bajen',
  pay: 'pay paid payed payment* pmt check cheque money order e-check transfer* deposit* sent mailed cash cashed remittance ach wire autopay card kiosk lockbox pague pago pagar pagos page pagamos deposite transferencia mande cobraron transaccion transaction',
  notshown:
    'post posted show* shown showing credited reflect* appear* missing lost disappear* unchanged same received cleared processed approved confirmation receipt proof reminders aparece aparese refleja abonad* recibieron igual comprobante confirmacion pendiente recordatorios',
  instal:
    'installment* instalment* installmnts plan arrangement* agreement split spread monthly month months extension behind little bit catch caught cuota* abonos plan convenio combenio partes plazos mensual* prorroga enganche arreglo poco facilidades corriente afford terms down atrasad*',
  cut: 'shut shutoff disconnect* disconect* cut cutoff cutting terminat* discontinu* interrupt* restor* reconnect* tagged tag notice valve turned off cort* suspen* reconect* desconex* quitaron quitan quitar aviso papel colgaron notice',
  late: 'late penalt* penlty penali* penaliz* fine fined interest fee fees 1.25 recargo* multa mora atras* tard* intereses castig*',
  remove: 'remove waive* reverse* take forgive erase cancel quit* perdon* anul* condon* elimin*',
  rate: 'rate rates price* tariff* percent percentage tax formula sewer tarifa* precio* presio porcentaje impuesto* alcantarillado drenaje vale cuesta unit cost tiers budget',
  cert: 'certificate* certifcate fpc cert clearance stamps closing title deed transfer certificad* sertificad* constancia cierre sellos recorder',
  sale: 'sell selling seller sale sold buyer buy buying bought closing realtor vender venta vendemos vendimos vendi bender compre comprador comprar agente',
  move: 'move moved moving movers lease tenant tenants leave leaving vacate out new address start service close account final last mudamos mudo mudanza dejo inquilin* rentar rente alta baja final ultima ultimo demolished wrap goodbye adios vamos',
  owner:
    "owner* title deed inherit* probate trust trustee llc estate name married divorce executor due* duen* propietari* escritura* hered* nombre divorcio viuda title company's",
  kind: 'class* commercial residential family two-flat flat unit* apartments apartamentos dwelling building property pin parcel zoning shop store business daycare comersial comercial negocio unidades tipo clasific*',
  relief:
    'senior* elderly retired pension* low income fixed disabled disability exempt* discount* assistance program* help stamps veteran* church nonprofit liheap qualify eligible enroll 65 exencion exent* descuento* mayor* ancian* biejit* viejit* pensionad* ayuda apoyo ingresos recursos programa* alivio iglesia estampillas grande',
  refund:
    'refund* overpa* overpaid twice duplicate back return* reimburse* negative credit extra holding reembols* reenbols* devol* devuel* debuel* regres* favor sobr* doble dos negativo deben',
  wrong:
    "wrong mistake mistyped someone somebody stranger* neighbor* other never lived owned swapped crossed mixed digits not mine belong* doesn't equivoc* equiboc* ajen* otra otro persona nunca vecin* mia conozco digitos",
  quality:
    'brown rusty dirty cloudy discolor* color taste* tast* smell* odor metallic milky specks fizz* drink safe lead chlorine contamina* potable sick baby sucia susia turbia cafe sabe sabor huele olor fierro puntitos tomar cloro apesta',
  flood:
    'flood* main burst ruptur* geyser gush* pour* spray* hydrant street river basement sewage sinkhole explod* exploded inund* reventa* rebent* chorro rio calle sotano hidrante explot*',
  nowater: 'no without dry nothing pressure faucets taps none sin nada seca* presion llaves gota cae sale',
  staff:
    'employee* clerk* representative agent worker* inspector cashier crew man woman lady guy staff badge counter window supervisor emplead* señora senora señorita senorita muchacha trabajador* operador ventanilla mostrador gafete cajer* reader',
  rude: 'rude rudely condescend* insult* yell* scream* cuss* curs* swore hung mocked mocking fun laugh* attitude atitude abusive disrespect* ignored lied stupid whining stutter accent religion bribe groser* prepotent* burl* insult* grit* colg* desprecio amenaz* queja* quej* rio',
  records:
    'records foia copies copy copys documents history histry ledger statements data recording notes disclose disclosure files file copia* copias historial expediente documentos datos registros grabacion estados',
  legal:
    'attorney* lawyer* lawer counsel court sue suing suit lawsuit hearing appeal* judge circuit claims legal subpoena retained settlement contest challenge ruling officer abogad* demand* corte juez juicio audiencia apel* tribunal',
  thanks: 'thank* thx appreciate* grateful gracias grasias agradec* bless* congratul* noted',
  elsewhere:
    'parking garbage trash recycling tree* pothole* job* resume hiring newsletter unsubscribe survey conference webinar electric* gas internet cable dog dogs cat cats library school license passport snow plow noise music dinner lunch party package insurance loan graffiti sidewalk* roommate towed voting bike scholarship printer toner marathon basura arbol luz trabajo perro gato* musica fiesta cena biblioteca licencia nieve ruido internet prueba test',
}

const whole = new Map<string, string[]>()
/** By their first two letters, so that a word is held against few. */
const beginnings = new Map<string, { beginning: string; meaning: string }[]>()
const indexLetters = 2
for (const [meaning, words] of Object.entries(meanings)) {
  for (const word of words.split(' ')) {
    const beginning = word.replace('*', '')
    if (!word.endsWith('*')) whole.set(word, [...(whole.get(word) ?? []), meaning])
    else
      beginnings.set(beginning.slice(0, indexLetters), [
        ...(beginnings.get(beginning.slice(0, indexLetters)) ?? []),
        { beginning, meaning },
      ])
  }
}

export function meaningsOf(word: string): string[] {
  const near = beginnings.get(word.slice(0, indexLetters)) ?? []
  const begun = near.filter(({ beginning }) => word.startsWith(beginning)).map(({ meaning }) => meaning)
  return [...(whole.get(word) ?? []), ...begun]
}
