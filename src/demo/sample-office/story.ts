// The stories that the sample office's accounts tell, and how often each. The database never learns them: the desk has
// to find out from the records.
import { createRandom } from './random.ts'

export const stories = [
  'estimates-then-actual',
  'leak',
  'rate-only',
  'longer-period',
  'payment-not-posted',
  'late-penalty',
  'vacant-with-use',
  'nothing-unusual',
] as const
export type Story = (typeof stories)[number]

const accountsInOffice = 200
const accountsOfEachStory = 8

/** One story for each account; those with nothing unusual are the most, as in any office. */
export function castStories(seed: number): Story[] {
  const unusual = stories.filter((story) => story !== 'nothing-unusual')
  const cast = unusual.flatMap((story) => Array.from({ length: accountsOfEachStory }, () => story as Story))
  while (cast.length < accountsInOffice) cast.push('nothing-unusual')
  const random = createRandom(`${seed}:stories`)
  for (let last = cast.length - 1; last > 0; last -= 1) {
    const other = random.between(0, last)
    ;[cast[last], cast[other]] = [cast[other] as Story, cast[last] as Story]
  }
  return cast
}
