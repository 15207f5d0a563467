// The desk's log: one JSON event a line. Words are static, ids are fields; what customers wrote, their
// names and every secret stay out, and the paths below are a second line of defence.
import { pino } from 'pino'

export type Log = pino.Logger

const secretFields = [
  'password',
  'token',
  'accessToken',
  'refreshToken',
  'clientSecret',
  'authorization',
  'cookie',
  'text',
  'subject',
  'body',
]

const standardOutput = 1
const standardError = 2

/** `beside`: on standard error, where standard output is a command's answer. */
export function createLog(level: string, { beside = false }: { beside?: boolean } = {}): Log {
  return pino(
    {
      level,
      redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor: '[redacted]' },
      formatters: { level: (label) => ({ level: label }) },
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: pino.stdSerializers.err },
    },
    pino.destination(beside ? standardError : standardOutput),
  )
}
