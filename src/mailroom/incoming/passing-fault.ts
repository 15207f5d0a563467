// Whether a failure is the surroundings' (database away, another writer, settings) and passes, or the one mail's.
import { UsageProblem } from '../../platform/problem.ts'

type Traces = {
  code?: unknown
  originalCode?: unknown
  kind?: unknown
  retryable?: unknown
  message?: unknown
  cause?: unknown
  meta?: { driverAdapterError?: unknown }
}

/** Prisma's own codes for connections and transactions, PostgreSQL's classes 08, 40, 53, 57 and 58, and the system's. */
const passingCodes = /^(?:P1\d{3}|P2024|P2028|P2034|P2037|(?:08|40|53|57|58)\w{3}|E[A-Z]{4,})$/
const passingKinds = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TransactionWriteConflict',
  'TooManyConnections',
  'TransactionAlreadyClosed',
])
const passingWords = /connection terminated|can't reach database|closed the connection|timeout exceeded when trying to connect/i
const depthLimit = 6

export function isPassing(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > depthLimit) return false
  if (error instanceof UsageProblem) return true
  const { code, originalCode, kind, retryable, message, cause, meta } = error as Traces
  if (retryable === true || (typeof kind === 'string' && passingKinds.has(kind))) return true
  if ([code, originalCode].some((given) => typeof given === 'string' && passingCodes.test(given))) return true
  if (typeof message === 'string' && passingWords.test(message)) return true
  return isPassing(cause, depth + 1) || isPassing(meta?.driverAdapterError, depth + 1)
}
