// What mail programs and telephones sign with, in the languages an American city meets.

const device =
  '(?:iphone|ipad|ipod|android|galaxy|samsung|blackberry|windows|huawei|xiaomi|pixel|motorola|nokia|lg|oneplus|smartphone|handy|mobile|mobil|phone|telefon\\w*|telephone|telefono|celular|movil|tablet|tablet\\w*|device|mac|macbook|outlook|yahoo|gmail|mail|aol|verizon|at&t|t-mobile|sprint|wireless|cell\\w*|电话|手机|手機)'

/** Whole lines only, compared without accents and case. */
const deviceLines = [
  /^sent (?:from|via|with|by|using) my .{1,60}$/,
  new RegExp(`^sent (?:from|via|with|by|using) (?:the )?.{0,40}\\b${device}\\b.{0,60}$`),
  /^sent (?:from|with) (?:proton ?mail|spark|zoho mail|superhuman|mailspring|edison|airmail|bluemail|newton|fastmail|tutanota|hey|missive).{0,80}$/,
  /^get (?:outlook|bluemail|yahoo mail) for .{1,80}$/,
  /^sent on the (?:go|move).{0,60}$/,
  new RegExp(`^(?:enviado|enviada|enviat) (?:desde|de|do|a partir d\\w*|con|com|des de).{0,40}\\b${device}\\b.{0,60}$`),
  /^(?:obtener|obtenha|obter|descargar) (?:o )?outlook (?:para|for) .{1,60}$/,
  new RegExp(`^envoye (?:de|depuis|a partir de|avec).{0,40}\\b${device}\\b.{0,60}$`),
  /^(?:telecharger|obtenir|obtenez) outlook pour .{1,60}$/,
  new RegExp(`^(?:von|gesendet (?:von|mit|aus)|diese nachricht wurde von).{0,40}\\b${device}\\b.{0,40}(?:gesendet)?\\.?$`),
  /^(?:outlook fur .{1,30} (?:beziehen|herunterladen)|holen sie sich outlook .{1,40})$/,
  new RegExp(`^inviato (?:da|dal|con).{0,40}\\b${device}\\b.{0,60}$`),
  /^(?:scarica|ottieni) outlook per .{1,60}$/,
  new RegExp(`^(?:verzonden|verstuurd) (?:vanaf|van|met|via).{0,40}\\b${device}\\b.{0,60}$`),
  /^(?:outlook voor .{1,30} downloaden|download outlook voor .{1,40})$/,
  new RegExp(`^(?:wyslane|wyslano) (?:z|ze|za pomoca|przez).{0,40}\\b${device}\\b.{0,60}$`),
  /^(?:pobierz|uzyskaj) (?:aplikacje )?outlook (?:dla|na) .{1,60}$/,
  /^(?:odeslano z|odoslane z|odoslane zo|poslano s|poslano sa) .{0,30}(?:iphon|ipad|android|mobil|samsung|outlook).{0,40}$/,
  /^(?:sendt|skickat) (?:fra|fran) (?:min|mit|mitt|outlook|yahoo).{0,50}$/,
  /^(?:hent|hamta|skaffa) outlook (?:for|til|till) .{1,60}$/,
  /^lahetetty .{0,40}(?:iphone|ipad|android|puhelim|samsung|outlook|laittee).{0,40}$/,
  /^(?:elkuldve|iphone-rol kuldve|az iphone-\w+|kuldve az).{0,60}(?:iphone|ipad|android|samsung|telefon|kuldve|outlook).{0,40}$/,
  /^trimis (?:de pe|din|de la) .{0,60}$/,
  /^(?:отправлено с|отправлено из|надіслано з|відправлено з|послано с) .{1,60}$/,
  /^(?:iphone|ipad|android|samsung|telefonum|outlook).{0,40}(?:gonderildi|gonderilmistir)\.?$/,
  /^(?:σταλθηκε|εσταλη) απο (?:το|τη) .{1,60}$/,
  /^(?:发自|發自|從我的|来自我的|傳送自|从我的).{0,30}$/,
  /^(?:iphone|ipad|android|スマートフォン)?.{0,20}から送信$/,
  /^(?:나의|내).{0,20}에서 보냄$/,
  /^(?:duoc )?(?:gui|da gui) (?:tu|bang) .{0,40}(?:iphone|ipad|android|samsung|dien thoai|outlook).{0,40}$/,
  /^(?:أرسلت من|تم الإرسال من|مرسل من|أرسل من).{1,50}$/,
  /^נשלח מ.{1,50}$/,
  /^ส่งจาก.{1,50}$/,
  /^(?:dikirim|terkirim) dari .{1,50}$/,
  /^(?:ipinadala|naipadala) (?:mula sa|mula|gamit).{1,50}$/,
]

export const lineLimitCharacters = 160 // with the link that some programs write behind

export function isDeviceLine(foldedLine: string): boolean {
  return foldedLine.length <= lineLimitCharacters && deviceLines.some((pattern) => pattern.test(foldedLine))
}
