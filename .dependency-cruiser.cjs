// The import rules of the house (ARCHITECTURE.md). Everything is read off these lists; a new slice is one line here.

// Lowest first: a folder imports only from those before it.
const slices = [
  'kernel',
  'platform',
  'rulebook',
  'staff',
  'approvals',
  'revisions',
  'notices',
  'access',
  'model',
  'accounts',
  'billing',
  'adjustments',
  'properties',
  'disclosure',
  'cases',
  'mailroom',
  'replies',
  'certificates',
  'fieldwork',
  'reports',
  'channels',
  'demo',
]

// Pure files decide and describe; they touch nothing. Anybody above may import them beside a slice's face.
const pure = [
  '^src/kernel/',
  '^src/billing/',
  '^src/rulebook/(kinds/|topics\\.ts$)',
  '^src/accounts/account-history\\.ts$',
  '^src/approvals/approval\\.ts$',
  '^src/disclosure/may-be-told\\.ts$',
  '^src/cases/(account-in-text|answer-clock-line|answer-subject|case|case-refusals|case-words|lifecycle|reopening|sla-clock|suggested-topic)\\.ts$',
  '^src/cases/(assignment/choose-assignee|routing/route-case)\\.ts$',
  '^src/cases/standards/(case-clocks|clock-events|clock-words|explain-clock|who-holds-it)\\.ts$',
  '^src/cases/triage/(?!topic-classifier|read-examples|triage-mail)',
  '^src/mailroom/enclosure\\.ts$',
  '^src/replies/(approval-needs|draft|reply-recipients)\\.ts$',
  '^src/replies/(asked|claims)/',
  '^src/replies/say-refusal\\.ts$',
  '^src/model/(breaker|budgets|check-answer|instructions|model-refusal|read-content|redact-answer|slots|stray)\\.ts$',
  '^src/staff/(at-work|staff-member)\\.ts$',
]

// Not pure, and used by name beside the face: what the two ends of one act must agree on, and what needs no desk around it.
const agreed = [
  '^src/mailroom/content-hash\\.ts$',
  '^src/mailroom/(inspect-mail|threading)\\.ts$',
  '^src/mailroom/reading/words/tell-language\\.ts$',
  '^src/cases/triage/(triage-mail|read-examples)\\.ts$',
  '^src/replies/(templates|lint/lint-templates)\\.ts$',
]

const composition = ['^src/office\\.ts$', '^src/main\\.ts$', '^src/commands/']
const face = '^src/([^/]+)/\\1\\.ts$'

const downwards = slices.slice(0, -1).map((slice, index) => ({
  name: `downwards-from-${slice}`,
  comment: `src/${slice} imports only from the folders below it; announce upwards by a job, or declare a port that office.ts fills`,
  severity: 'error',
  from: { path: `^src/${slice}/` },
  to: { path: [`^src/(${slices.slice(index + 1).join('|')})/`, ...composition] },
}))

module.exports = {
  forbidden: [
    ...downwards,
    {
      name: 'only-main-imports-office',
      comment: 'office.ts is the composition root: only the command line (main.ts and its commands/) and tests open an office',
      severity: 'error',
      from: { path: '^src/', pathNot: composition },
      to: { path: composition },
    },
    {
      name: 'channels-apart',
      comment: 'a channel talks to one outside thing and to the slices, never to another channel',
      severity: 'error',
      from: { path: '^src/channels/([^/]+)/' },
      to: { path: '^src/channels/', pathNot: '^src/channels/$1/' },
    },
    {
      name: 'slices-by-their-face',
      comment: 'another slice is used through src/<slice>/<slice>.ts or its pure files only',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', face, '^src/(platform|channels|demo|commands)/', ...pure, ...agreed] },
    },
    {
      name: 'mailroom-reads-by-itself',
      comment: 'what a mail says is told from its bytes alone, before anybody looks at the desk',
      severity: 'error',
      from: { path: '^src/mailroom/reading/' },
      to: { path: '^src/', pathNot: ['^src/kernel/', '^src/mailroom/reading/'] },
    },
    {
      name: 'mailroom-out-knows-no-in',
      comment: 'incoming mail stops, holds and queues outgoing mail; never the other way round',
      severity: 'error',
      from: { path: '^src/mailroom/outgoing/' },
      to: { path: '^src/mailroom/incoming/' },
    },
    {
      name: 'kernel-imports-nothing',
      comment: 'the kernel is pure: no other folder, no package, no node: module',
      severity: 'error',
      from: { path: '^src/kernel/' },
      to: { pathNot: '^src/kernel/' },
    },
    {
      name: 'pure-stays-pure',
      comment: 'pure files import pure files, and zod where they check what comes in: no database, clock, environment or node: module',
      severity: 'error',
      from: { path: pure },
      to: { pathNot: [...pure, '^node_modules/zod/'] },
    },
    {
      name: 'config-as-a-type',
      comment: 'settings are handed in: below the composition root src/config.ts is imported for its types only, and only above platform',
      severity: 'error',
      from: { path: '^src/', pathNot: composition },
      to: { path: '^src/config\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'config-above-platform',
      comment: 'the kernel and the platform take single values, not the settings',
      severity: 'error',
      from: { path: '^src/(kernel|platform)/' },
      to: { path: '^src/config\\.ts$' },
    },
    {
      name: 'generated-client-behind-platform',
      comment: "the generated database client is reached through src/platform/database.ts; a slice's store.ts may name its types",
      severity: 'error',
      from: { pathNot: ['^src/platform/', '/store\\.ts$'] },
      to: { path: '^src/platform/prisma/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      comment: 'two files that need each other are one file, or three',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'an import must lead somewhere, or the rules above cannot see it',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'declared',
      severity: 'error',
      comment: 'what runs is in dependencies, not among the development tools',
      from: {},
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/platform/prisma/(internal|models)|^src/platform/prisma/(browser|commonInputTypes|enums|models)\\.ts$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
