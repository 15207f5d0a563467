// The character sets that a person may have a mail read in: those that American offices meet, by what their readers call them.
export const charsetChoices = [
  { charset: 'utf-8', words: 'Unicode (UTF-8)' },
  { charset: 'windows-1252', words: 'Western European (Windows-1252)' },
  { charset: 'windows-1250', words: 'Central European (Windows-1250)' },
  { charset: 'iso-8859-2', words: 'Central European (ISO 8859-2)' },
  { charset: 'windows-1251', words: 'Cyrillic (Windows-1251)' },
  { charset: 'koi8-u', words: 'Cyrillic (KOI8-U)' },
  { charset: 'gb18030', words: 'Chinese, simplified (GB 18030)' },
  { charset: 'big5', words: 'Chinese, traditional (Big5)' },
  { charset: 'shift_jis', words: 'Japanese (Shift JIS)' },
  { charset: 'iso-2022-jp', words: 'Japanese (ISO 2022-JP)' },
  { charset: 'euc-kr', words: 'Korean (EUC-KR)' },
  { charset: 'windows-1258', words: 'Vietnamese (Windows-1258)' },
  { charset: 'windows-1256', words: 'Arabic (Windows-1256)' },
  { charset: 'windows-1253', words: 'Greek (Windows-1253)' },
  { charset: 'utf-7', words: 'UTF-7' },
]
