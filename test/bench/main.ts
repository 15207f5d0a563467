// `npm run bench -- NAME`: speed as ratios against a bound taken in the same run. One measurement at a time.
import { benchAccounts } from './accounts.ts'
import { benchBilling } from './billing.ts'
import { benchBombs } from './bombs.ts'
import { benchDesk } from './desk.ts'
import { benchDraft } from './draft.ts'
import { benchIngest } from './ingest.ts'
import { benchLatency } from './latency.ts'

const benches: Record<string, () => Promise<void>> = {
  ingest: () => benchIngest(),
  latency: () => benchLatency(),
  billing: () => benchBilling(),
  bombs: () => benchBombs(),
  accounts: () => benchAccounts(),
  desk: () => benchDesk(),
  draft: () => benchDraft(),
}

const name = process.argv[2] ?? ''
const bench = benches[name]
if (!bench) {
  console.error(`Name a measurement: ${Object.keys(benches).join(', ')}. For example: npm run bench -- ingest`)
  process.exit(2)
}
await bench()
process.exit(0) // the servers that the measurement started have stopped; a keep-alive socket need not be waited for
