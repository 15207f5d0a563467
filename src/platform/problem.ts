// Faults that stop a command, each with what to do about it and the exit code that says whose turn it is.

/** Exit 2: what the person gave (a setting, an argument, a file) cannot be used. Nothing was started. */
export class UsageProblem extends Error {
  readonly exitCode = 2
}

/** Exit 3: something the desk needs does not answer. */
export class Unreachable extends Error {
  readonly exitCode = 3
  readonly retryable = true
}
