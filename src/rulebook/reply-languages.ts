// The languages that the office's rules are written in for letters.
export const replyLanguagesOfRules = ['en', 'es'] as const
