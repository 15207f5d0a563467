// One line of a CSV file that people open in a spreadsheet (RFC 4180). What a spreadsheet would take for a formula is given an apostrophe
// before it (OWASP, CSV injection): customers' words stand in our files, and they must not run on a colleague's machine.

export function csvLine(values: readonly string[]): string {
  return `${values.map(field).join(',')}\r\n`
}

function field(value: string): string {
  const harmless = /^[\s\0]*[=+\-@＝＋－＠]/.test(value) || /^[\t\r\n]/.test(value) ? `'${value}` : value
  return `"${harmless.replaceAll('\0', '').replaceAll('"', '""')}"`
}
