// What telephones and mail programs sign with, in the languages an American city meets. A line must name the thing it was sent
// from: "Sent from my account" is a customer's own words.

/** Names that are enough wherever they stand in the line; what any sentence may hold must end it. */
const brands =
  'iphon\\S{0,7}|ipad\\S{0,6}|ipod|android\\S{0,4}|galaxy|samsung|blackberry|huawei|xiaomi|redmi|oppo|oneplus|motorola|nokia|chromebook|macbook|outlook|yahoo|gmail|aol|verizon|at&t|t-mobile|proton ?mail|zoho mail|(?:mail|correo|email|e-mail|courrier|posta|poczt\\w*) (?:for|para|pour|fur|per|voor|dla) windows|яндекс\\S*|mail\\.ru'
const things =
  '(?:smart|cell|mobile )?phone|handy|mobile?|mobil\\w*|movil|celular|telefon\\w*|telefono|tablet\\w*|laptop|computer|device|телефон\\w*|смартфон\\w*|почт\\S*|пошт\\S*|手机|手機|电话|电脑|スマートフォン|携帯|هاتفي|جهازي|הנייד|האייפון|โทรศัพท์|มือถือ'
const device = `(?:\\b(?:${brands}).{0,60}|(?:${things})\\.?)`

/** In each language: the beginning of the line, and what may stand behind the device. */
const sentFrom = [
  'sent (?:from|via|with|by|using)',
  'enviad[oa] (?:desde|de|do|da|a partir d\\w*|con|com|por)',
  'enviat (?:des de|amb)',
  'envoye (?:de|depuis|a partir de|avec|par)',
  '(?:von|gesendet (?:von|mit|aus|uber))',
  'inviato (?:da|dal|dallo|con)',
  '(?:verzonden|verstuurd) (?:vanaf|vanuit|van|met|via)',
  '(?:wyslane|wyslano) (?:z|ze|za pomoca|przez)',
  '(?:odeslano|odoslane|poslano) (?:z|zo|s|sa|iz)',
  '(?:sendt|skickat) (?:fra|fran|via|med)',
  'lahetetty',
  '(?:elkuldve|kuldve)',
  'trimis (?:de pe|din|de la|prin)',
  'saadetud',
  '(?:отправлено|послано|надіслано|відправлено) (?:с|со|из|з|із|через)',
  '(?:σταλθηκε|εσταλη) απο',
  '(?:发自我|發自我|从我的|從我的|来自我的|來自我的|傳送自|发送自)',
  '(?:나의|내)',
  '(?:duoc )?(?:gui|da gui) (?:tu|bang)',
  '(?:أرسلت|تم الإرسال|مرسلة|أرسل|من)',
  'נשלח',
  'ส่งจาก',
  '(?:di|ter)kirim dari',
  '(?:ipinadala|naipadala) (?:mula|gamit)',
].map((beginning) => new RegExp(`^${beginning}(?=[\\s\\P{L}]|(?<=[\\p{Script=Han}\\p{Script=Thai}])|מ).{0,40}?${device}$`, 'u'))

const whole = [
  /^(?:get|download) (?:outlook|bluemail|yahoo mail) for .{1,80}$/,
  /^(?:obtener|obtenga|obtenha|obter|descargar|baixar) (?:o )?outlook (?:para|for) .{1,60}$/,
  /^(?:telecharger|obtenir|obtenez) outlook pour .{1,60}$/,
  /^(?:outlook fur .{1,30} (?:beziehen|herunterladen)|holen sie sich outlook .{1,40})$/,
  /^(?:scarica|ottieni) outlook per .{1,60}$/,
  /^(?:outlook voor .{1,30} downloaden|(?:download|haal) outlook voor .{1,40})$/,
  /^(?:pobierz|uzyskaj) (?:aplikacje |program )?outlook (?:dla|na) .{1,60}$/,
  /^(?:hent|hamta|skaffa|ladda ner) outlook (?:for|til|till) .{1,60}$/,
  /^(?:скачать|получить|завантажити) outlook .{1,60}$/,
  /^(?:获取|取得|下载) ?outlook .{1,30}$/,
  /^sent (?:from|with) (?:spark|superhuman|mailspring|airmail|newton|tutanota|hey|missive|front)\b.{0,60}$/,
  /^sent on the (?:go|move).{0,60}$/,
  /^发自(?:网易邮箱|qq邮箱|新浪邮箱).{0,20}$/,
  /^(?:iphone|ipad|android|samsung)\S{0,8} (?:kuldve|gonderildi|gonderilmistir)\.?$/,
  /^(?:iphone|ipad|android|スマートフォン|携帯).{0,20}から送信$/,
]

const lineLimitCharacters = 160 // with the link that some programs write behind

/** Compared without accents and case. */
export function isDeviceLine(foldedLine: string): boolean {
  return foldedLine.length <= lineLimitCharacters && [...sentFrom, ...whole].some((pattern) => pattern.test(foldedLine))
}
