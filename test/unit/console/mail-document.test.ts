import { describe, expect, it } from 'vitest'
import { harmless } from '../../../src/channels/console/mail-document.ts'

describe('a customer’s HTML, made harmless', () => {
  it.each([
    ['a script', '<script>alert(1)</script>'],
    ['a handler', '<p onclick="alert(1)" onmouseover=alert(2)>words</p>'],
    ['a picture from elsewhere', '<img src="http://elsewhere.example/x.gif" onerror=alert(1)>'],
    ['a style sheet', '<style>@import url(http://elsewhere.example/x.css)</style><link rel=stylesheet href=//elsewhere.example>'],
    ['inline style', '<p style="background:url(http://elsewhere.example)">words</p>'],
    [
      'a script address',
      '<a href="javascript:alert(1)">words</a><a href="java\nscript:alert(1)">x</a><a href="data:text/html,<script>1</script>">x</a>',
    ],
    ['SVG', '<svg onload=alert(1)><animate attributeName=href values=javascript:alert(1)></svg>'],
    ['MathML confusion', '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">'],
    ['a form', '<form action=http://elsewhere.example><input name=password><button>Sign in</button></form>'],
    ['a frame', '<iframe srcdoc="<script>alert(1)</script>"></iframe><object data=x></object><embed src=x>'],
    ['a refresh and a base', '<meta http-equiv=refresh content="0;url=http://elsewhere.example"><base href=http://elsewhere.example>'],
    ['a name that shadows the page', '<a id="case" name="case" class="primary">words</a>'],
    [
      'a template and noscript',
      '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript><template><script>1</script></template>',
    ],
  ])('loses %s', (_name, html) => {
    const clean = harmless(html)
    expect(clean).not.toMatch(/<(?:script|style|img|svg|math|form|input|button|iframe|object|embed|meta|base|link|template|noscript)\b/i)
    expect(clean).not.toMatch(/<[^>]*\s(?:on\w+|style|id|name|class|srcdoc|src)\s*=/i)
    expect(clean).not.toMatch(/href="(?:javascript|data|\/\/)/i)
  })

  it('keeps words, tables and links that open apart', () => {
    expect(harmless('<table><tr><td colspan="2"><b>Hello</b></td></tr></table><a href="https://example.org/">there</a>')).toBe(
      '<table><tr><td colspan="2"><b>Hello</b></td></tr></table><a href="https://example.org/" target="_blank" rel="noopener noreferrer nofollow">there</a>',
    )
  })

  it('takes fifty thousand nested elements without falling over', () => {
    const deep = `${'<div>'.repeat(50_000)}words${'</div>'.repeat(50_000)}`
    expect(harmless(deep).split('<div>').length).toBeLessThan(100)
  })
})
