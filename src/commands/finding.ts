// What the doctor says of one thing that the desk depends on.

/** `wrong`: a setting or something here is to be mended. `unreachable`: something outside does not answer now. */
export type Finding = {
  what: string
  state: 'well' | 'not-configured' | 'not-tried' | 'wrong' | 'unreachable'
  says: string
  remedy?: string
}
