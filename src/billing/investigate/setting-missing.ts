// A rule that waits for the office: what it needs stands in the rulebook as null until somebody fills it in, with the source.

export type SettingMissing = {
  name: 'setting-missing'
  /** Its place in the rulebook, such as `billing: leak.average_over_bills`. */
  about: string
}

export function settingMissing(about: string): SettingMissing {
  return { name: 'setting-missing', about: `billing: ${about}` }
}
