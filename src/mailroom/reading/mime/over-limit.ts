// What no honest mail is: it is set aside with its envelope described, and not read any further.

export class OverLimit extends Error {
  override name = 'OverLimit'
}
