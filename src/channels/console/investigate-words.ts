// Why an investigation cannot go on, in plain words.

export function refusalWords({ name, about }: { name: string; about: string }): string {
  if (name === 'setting-missing')
    return `The office has not decided this yet: the rulebook’s setting ${about} is empty. An administrator fills it in, with its source.`
  if (name === 'no-rule') return `The office has no rule that takes anything off for ${about} on these days.`
  if (name === 'not-stopped') return `The meter counted water on bill ${about}, so it did not stand still.`
  return `The records do not allow it (${name.replaceAll('-', ' ')}: ${about}).`
}
