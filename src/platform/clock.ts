// Time is handed in. The desk runs on the system's clock; tests hand in their own.

export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }
