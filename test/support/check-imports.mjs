// Runs dependency-cruiser over src and fails when a rule is broken, and also when it saw fewer files than there are:
// with a TypeScript it cannot use it sees none, finds nothing wrong, and says so with exit code 0.
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')
const command = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
const run = spawnSync(process.execPath, [command, 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 256 * 1024 * 1024,
})
if (run.error) throw run.error
if (!run.stdout.startsWith('{')) fail(`dependency-cruiser did not run:\n${run.stderr}${run.stdout}`)

const { modules, summary } = JSON.parse(run.stdout)
const files = globSync('src/**/*.ts', { cwd: root }).filter((file) => !file.startsWith('src/platform/prisma/') && !file.endsWith('.d.ts'))
const seen = new Set(modules.map((module) => module.source))
const unseen = files.filter((file) => !seen.has(file.split(path.sep).join('/')))
if (files.length === 0 || unseen.length > 0)
  fail(`dependency-cruiser saw ${seen.size} files and missed ${unseen.length}, so its rules say nothing: ${unseen.slice(0, 5).join(', ')}`)

const broken = summary.violations.filter((violation) => violation.rule.severity === 'error')
for (const { rule, from, to, cycle } of broken) {
  const comment = summary.ruleSetUsed.forbidden.find((candidate) => candidate.name === rule.name)?.comment
  const way = cycle ? [from, ...cycle.map((step) => step.name)].join(' -> ') : `${from} -> ${to}`
  console.error(`${rule.name}: ${way}\n  ${comment}`)
}
if (broken.length > 0) fail(`${broken.length} imports break the rules of the house.`)
if (run.status !== 0) fail(`dependency-cruiser ended with ${run.status}:\n${run.stderr}`)
console.log(`imports: ${files.length} files, ${summary.totalDependenciesCruised} imports, none against the rules`)

function fail(words) {
  console.error(words)
  process.exit(1)
}
