// The last line of a test run, for people in a hurry and for programs: `tests: 12 passed, 0 failed, 1 skipped`.
import type { Reporter, TestModule } from 'vitest/node'

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state]++
      if (!module.ok() && module.errors().length > 0) count.failed++ // a file that could not be loaded has no test to fail
    }
    console.log(`\ntests: ${count.passed} passed, ${count.failed + count.pending} failed, ${count.skipped} skipped`)
  }
}
