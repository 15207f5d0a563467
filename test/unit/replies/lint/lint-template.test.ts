import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { lintTemplate } from '../../../../src/replies/lint/lint-template.ts'
import { lintTemplates } from '../../../../src/replies/lint/lint-templates.ts'
import { readTemplateSources } from '../../../../src/replies/templates.ts'

const parts = { reach: 'Call {{contact.telephone}}.', broken: '{{#if hasRules}}', again: '{{> again}}', wrong: '\n{{nobody}} 24 days' }

describe('a template', () => {
  it.each([
    'Dear {{customer.name}},\n{{#if recordsAsOf}}As of {{recordsAsOf}}: {{balance}}{{else}}[Write here: the balance by 5 p.m.]{{/if}}',
    '{{#each sincePrevious.parts}}{{amount}} {{#if use}}use{{/if}} {{../latest.total}}{{/each}}',
    '{{#*inline "kind"}}{{#if actual}}actual{{/if}}{{/inline}}{{> kind latest.fromKind}} {{> reach}}',
    '{{! a note }}{{#unless hasRules}}none{{/unless}}',
  ])('is in order: %s', (source) => {
    expect(lintTemplate(source, parts)).toEqual([])
  })

  it.each([
    ['Dear {{customer.nmae}},', 1, 'nothing is called customer.nmae'],
    ['a\n\n{{latest}}', 3, 'is no fact, and is not printed'],
    ['{{hasRules}}', 1, 'is a flag, and is not printed'],
    ['{{#if latest}}x{{/if}}', 1, 'is always so'],
    ['{{#each balance}}x{{/each}}', 1, 'needs a list'],
    ['{{#each rules}}{{balance}}{{/each}}', 1, 'nothing is called balance'],
    ['{{#if hasRules}}\n{{else}}\n{{gone}}\n{{/if}}', 3, 'nothing is called gone'],
    ['{{#with latest}}x{{/with}}', 1, '{{#with}} is not known'],
    ['{{constructor}}', 1, 'nothing is called constructor'],
    ['{{lookup latest "total"}}', 1, 'prints facts and nothing else'],
    ['{{> nowhere}}', 1, 'there is no part nowhere'],
    ['{{> again}}', 1, 'calls itself'],
    ['{{> broken}}', 1, 'the part broken is not a template'],
    ['\n{{> wrong}}', 2, 'in the part wrong: nothing is called nobody'],
    ['\n{{> wrong}}', 2, 'in the part wrong: “24” is a figure of its own'],
    ['{{> reach latest.total}}', 1, 'needs what holds fields'],
    ['{{#if hasRules}}', 1, 'is not a template'],
    ['a\nIt costs $50 today.', 2, '“$50” is a figure of its own'],
  ])('%j says what is wrong at line %i', (source, line, says) => {
    const problems = lintTemplate(source, parts)
    expect(problems.map((problem) => `${problem.line}: ${problem.says}`).join('\n')).toContain(
      `${line}: ${says}`.replace(/^(\d+): (?=is |needs|calls|prints)/, ''),
    )
    expect(problems.every((problem) => problem.line === line)).toBe(true)
  })
})

describe('the templates together', () => {
  it('are in order as they are shipped', () => {
    expect(lintTemplates(readTemplateSources(path.resolve('templates/replies')))).toEqual([])
  })

  it('have one for each topic, none for what is no topic, and no part that nothing uses', () => {
    const shipped = readTemplateSources(path.resolve('templates/replies'))
    const { en } = shipped as { en: (typeof shipped)[string] }
    const { 'high-bill': _, ...rest } = en.templates
    const problems = lintTemplates({ en: { templates: { ...rest, 'hi-bill': 'Hello' }, parts: { ...en.parts, spare: 'x' } } })
    expect(problems.map(({ file, says }) => `${file} ${says}`)).toEqual([
      'en/high-bill.hbs is missing',
      'en/hi-bill.hbs answers no topic',
      'en/part/spare.hbs is used by no template',
    ])
  })
})
