// Where the records do not hold what the customer asks, a template leaves words in brackets that say what a person must look up.

/** Also where somebody has begun to change them: none of it may leave. */
export const toWrite = /\[(?:Write|Escriba)\b[^\]\n]*\]?/giu
