// Pages as mail programs write them: what is quoted is found as in plain text, and nothing that its reader sees is lost.
import { describe, expect, it } from 'vitest'
import { wordsOfHtml } from '../../../src/mailroom/reading/words/html-words.ts'
import { readWords } from '../../../src/mailroom/reading/words/new-words.ts'

const gmail = `<div dir="ltr">No, it is wrong.<div><br></div><div>Ana</div></div><br><div class="gmail_quote gmail_quote_container">
<div dir="ltr" class="gmail_attr">On Mon, Mar 2, 2026 at 9:00 AM City &lt;<a href="mailto:w@city.example">w@city.example</a>&gt; wrote:<br></div>
<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">
<div dir="ltr">We read it.</div></blockquote></div>`
const gmailBetween = `<div dir="ltr"><div class="gmail_quote"><div class="gmail_attr">On Mon, Mar 2, 2026 at 9:00 AM City &lt;w@city.example&gt; wrote:<br></div>
<blockquote class="gmail_quote" style="border-left:1px solid #ccc">Is the read right?</blockquote><div>No.</div>
<blockquote class="gmail_quote" style="border-left:1px solid #ccc">Do you have a leak?</blockquote><div>No leak.</div></div></div>`
const outlookWeb = `<div>No.</div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri">
<b>From:</b> City &lt;w@city.example&gt;<br><b>Sent:</b> Monday, March 2, 2026 9:00 AM<br><b>To:</b> Ana<br><b>Subject:</b> bill</font><div>&nbsp;</div></div><div>We read it.</div>`
const outlookDesk = `<div class=WordSection1><p class=MsoNormal>No.<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div>
<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'><p class=MsoNormal><b>Nga:</b> City &lt;w@city.example&gt; <br><b>Dërguar:</b> e hënë<br>
<b>Për:</b> Ana<br><b>Tema:</b> bill<o:p></o:p></p></div></div><p class=MsoNormal>We read it.</p></div>`
const apple = `<html><body style="word-wrap: break-word;">No.<div><br><blockquote type="cite"><div>On Mar 2, 2026, at 9:00 AM, City &lt;w@city.example&gt; wrote:</div>
<br class="Apple-interchange-newline"><div>We read it.</div></blockquote></div></body></html>`
const yahoo = `<div class="ydp1yahoo-style-wrap"><div>No.</div><div><br></div></div><div id="ydp2yahoo_quoted_123" class="ydp2yahoo_quoted"><div>
<div>On Monday, March 2, 2026 at 09:00:00 AM CST, City &lt;w@city.example&gt; wrote:</div><div><br></div><div>We read it.</div></div></div>`
const thunderbird = `<p>No.</p><div class="moz-cite-prefix">2026-03-02 u 9:00, City je pisao/la:<br></div><blockquote type="cite" cite="mid:x@city.example"><p>We read it.</p></blockquote>`

describe('a page by', () => {
  it.each([
    ['Gmail', gmail, ['No, it is wrong.', 'Ana'], 'We read it.'],
    ['Gmail, answered between the lines', gmailBetween, ['No.', 'No leak.'], 'Do you have a leak?'],
    ['Outlook on the web', outlookWeb, ['No.'], 'We read it.'],
    ['Outlook on a desk, in a language nobody here knows', outlookDesk, ['No.'], 'We read it.'],
    ['Apple Mail', apple, ['No.'], 'We read it.'],
    ['Yahoo', yahoo, ['No.'], 'We read it.'],
    ['Thunderbird, in another language', thunderbird, ['No.'], 'We read it.'],
  ])('%s tells the words of its customer from those he quotes', (_, page, own, quoted) => {
    const { newText, quotedText } = readWords(wordsOfHtml(page), { subject: 'Re: bill', recipients: [] })
    expect(newText.split('\n').filter((line) => line.trim() !== '')).toEqual(own)
    expect(quotedText).toContain(quoted)
  })

  it.each([
    [
      'Gmail',
      `<div>See.</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: <b class="gmail_sendername">Olek Nowak</b>
<span>&lt;<a href="mailto:olek@example.net">olek@example.net</a>&gt;</span><br>Date: Mon, Mar 2, 2026<br>Subject: Shut off<br>To: Ana<br></div><br>Pay.</div>`,
    ],
    [
      'Apple Mail',
      `See.<br><blockquote type="cite"><div>Begin forwarded message:</div><br><div><b>From: </b>Olek Nowak &lt;olek@example.net&gt;<br></div>
<div><b>Subject: </b>Shut off<br></div><div><b>Date: </b>March 2, 2026<br></div><div><b>To: </b>Ana<br></div><br><div>Pay.</div></blockquote>`,
    ],
    [
      'Thunderbird',
      `<p>See.</p><div class="moz-forward-container">-------- Forwarded Message --------<table class="moz-email-headers-table"><tbody>
<tr><th align="RIGHT">Subject: </th><td>Shut off</td></tr><tr><th>Date: </th><td>Mon, 2 Mar 2026</td></tr>
<tr><th>From: </th><td>Olek Nowak <a href="mailto:olek@example.net">&lt;olek@example.net&gt;</a></td></tr></tbody></table><br>Pay.</div>`,
    ],
    [
      'Outlook',
      outlookWeb
        .replace('City &lt;w@city.example&gt;', 'Olek Nowak &lt;olek@example.net&gt;')
        .replace('bill', 'Shut off')
        .replace('We read it', 'Pay'),
    ],
  ])('%s tells whose mail it passes on', (_, page) => {
    const { forwarded, newText } = readWords(wordsOfHtml(page), { subject: 'Fwd: Shut off', recipients: [] })
    expect(forwarded).toEqual({ from: { address: 'olek@example.net', name: 'Olek Nowak' }, subject: 'Shut off' })
    expect(newText).toContain('Pay.')
  })
})

describe('the words of a page', () => {
  it('keep paragraphs, lists, and the cells of a table apart', () => {
    const page = `<h1>My reads</h1><p>Two<br>lines</p><ul><li>one</li><li>two</li></ul><table><tr><th>Day</th><th>Read</th></tr><tr><td>1 March</td><td>12</td></tr></table>`
    expect(wordsOfHtml(page)).toBe('My reads\n\nTwo\nlines\n\n * one\n * two\n\nDay\tRead\n1 March\t12')
  })

  it('are his own where he only moved them to the right', () => {
    const page = '<p>Hello</p><blockquote style="margin: 0 0 0 40px; border: none; padding: 0px;"><div>It is wrong.</div></blockquote>'
    expect(wordsOfHtml(page)).toBe('Hello\n\nIt is wrong.')
  })

  it('are there where a page hides all that it says', () => {
    expect(wordsOfHtml('<style>p{}</style><div style="display:none"><p>My bill is wrong.</p></div>')).toBe('My bill is wrong.')
  })

  it('keep what is hidden from Outlook alone', () => {
    expect(wordsOfHtml('<p style="mso-hide:all">My bill is wrong.</p>')).toBe('My bill is wrong.')
  })

  it('leave out what nobody sees: scripts, styles, comments and hidden previews', () => {
    const page =
      '<style>p{}</style><script>x()</script><!-- no --><div style="display:none;font-size:1px">Preview</div><div style="Display: None">x</div><p>Hello</p>'
    expect(wordsOfHtml(page)).toBe('Hello')
  })

  it('are all there when it is too deep for its form', () => {
    const page = `${'<div>'.repeat(50_000)}Deep<table><tr><td>1</td><td>2</td></tr></table>${'</div>'.repeat(50_000)}`
    expect(wordsOfHtml(page)).toMatch(/Deep\s+1\s+2/)
    expect(wordsOfHtml(`${'<blockquote>'.repeat(150)}quoted`)).toMatch(/^(?:> ){8}quoted$/)
  })
})
