// Where an account's pages stand, and what their addresses ask for.
import { type Day, parseDay } from '../../kernel/days.ts'

export const accountsPath = '/accounts'

export function accountHref(number: string): string {
  return `${accountsPath}/${encodeURIComponent(number)}`
}

export function dayAsked(value: unknown): Day | undefined {
  return typeof value === 'string' ? parseDay(value) : undefined
}

export function textAsked(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 100 ? value : undefined
}
