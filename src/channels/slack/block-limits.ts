// Slack's limits on what an app may send, and our own shares of them. Slack refuses a whole message for one character too
// many (`invalid_blocks`), so everything that grows is bounded before it is sent.

/** https://docs.slack.dev/reference/block-kit : blocks and composition objects. */
export const slackLimits = {
  blocksInMessage: 50,
  blocksInView: 100,
  sectionText: 3000,
  sectionFields: 10,
  fieldText: 2000,
  headerText: 150,
  contextElements: 10,
  actionsElements: 25,
  buttonText: 75,
  buttonValue: 2000,
  buttonUrl: 3000,
  actionId: 255,
  blockId: 255,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  inputLabel: 2000,
  inputHint: 2000,
  inputValue: 3000,
  placeholder: 150,
  optionText: 75,
  optionValue: 150,
  viewTitle: 24,
  viewButton: 24,
  privateMetadata: 3000,
  callbackId: 255,
  /** Not in the reference: chat.postMessage answers `msg_blocks_too_long` somewhat below 12,000 characters in all (slackapi/bolt-js 2509, 2867). */
  messageText: 11_000,
} as const

/** At the most, of those 11,000: the draft itself, the figures somebody vouched for, and the facts with their records. */
export const cardShares = { draft: 6000, vouched: 1500, facts: 2000 } as const

/** A part of a draft in the edit form: room is left to write in before the input's own limit. */
export const editPartLength = 2500
export const editPartsMost = 4
export const reasonMost = 1000
