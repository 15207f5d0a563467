// Where a report's own words end and the mail that it returns begins, when both stand in one text.

const lineLimit = 600
const lineLimitCharacters = 1_000

const announced =
  /^[-=_*\s]{0,12}(?:(?:below this line|enclosed|this|here|attached|included|following) is (?:a copy|the (?:original|header)).{0,80}|(?:the )?(?:headers? of the |your )?(?:original|returned|unsent|undelivered) (?:message|mail)(?: headers?| text| follows?| body| is following)?|message headers? follow|mensaje original|message d'origine|urspr[uü]ngliche nachricht|原始邮件|原始郵件)[\s\-=.:_*]{0,20}$/i
const header = /^(?:Received:\s?(?:from|by|\()|Return-Path:|X-Received:|X-Originating-IP:|DKIM-Signature:|MIME-Version:)/i

export type Split = { own: string[]; returned: string[] }

export function splitReturnedMail(text: string): Split {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .slice(0, lineLimit)
    .map((line) => line.slice(0, lineLimitCharacters))
  const begins = lines.findIndex((line, index) => index > 0 && beginsReturned(line.trim()))
  return begins < 0 ? { own: lines, returned: [] } : { own: lines.slice(0, begins), returned: lines.slice(begins + 1) }
}

function beginsReturned(line: string): boolean {
  return line.length < 200 && (announced.test(line) || header.test(line))
}
