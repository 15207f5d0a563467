// Bolt's log into the desk's. Its debug and info lines hold whole payloads (names, texts, tokens) and are left out; of the
// others only the beginning is kept.
import { type AppOptions, LogLevel } from '@slack/bolt'
import type { Log } from '../../platform/log.ts'

const keptCharacters = 300

export function libraryLog(log: Log): NonNullable<AppOptions['logger']> {
  const detail = (said: unknown[]) => ({ detail: said.map(String).join(' ').slice(0, keptCharacters) })
  return {
    debug: () => {},
    info: () => {},
    warn: (...said) => log.warn(detail(said), 'slack library warns'),
    error: (...said) => log.error(detail(said), 'slack library failed'),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  }
}
