// Why an investigation cannot go on, in plain words.

export function refusalWords({ name, about }: { name: string; about: string }): string {
  if (name === 'setting-missing')
    return `The office has not decided this yet: the rulebook’s setting ${about} is empty. An administrator fills it in, with its source.`
  return `The records do not allow it (${name.replaceAll('-', ' ')}: ${about}).`
}
