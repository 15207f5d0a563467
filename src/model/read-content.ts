// The words of an answer: one JSON object of exactly the fields that were asked for. Small models like to fence it.
import type { z } from 'zod'

const fenced = /^```(?:json)?\s*([\s\S]*?)\s*```$/

/** Undefined where it is anything else. */
export function readContent<T>(content: string, shape: z.ZodType<T>): T | undefined {
  const trimmed = content.trim()
  try {
    const read = shape.safeParse(JSON.parse(fenced.exec(trimmed)?.[1] ?? trimmed))
    return read.success ? read.data : undefined
  } catch {
    return undefined // no JSON
  }
}
