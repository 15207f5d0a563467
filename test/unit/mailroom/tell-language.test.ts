import { expect, it } from 'vitest'
import { tellLanguage } from '../../../src/mailroom/reading/words/tell-language.ts'

it.each([
  ['en', 'My water bill is too high, please check account 100200.'],
  ['es', 'Mi factura de agua es muy alta este mes, por favor revisen el medidor.'],
  ['pl', 'Mój rachunek za wodę jest za wysoki'],
  ['zh', '我的水费太高了，请检查一下水表'],
  ['ru', 'Счёт за воду слишком большой, проверьте счётчик'],
  ['tl', 'Napakataas ng bill ko sa tubig ngayong buwan'],
  [null, 'Why 500?'],
  [null, '4711 0815'],
  [null, ''],
])('%s: %s', async (language, words) => expect(await tellLanguage(words)).toBe(language))
