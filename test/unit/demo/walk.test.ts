import { expect, it } from 'vitest'
import { walkText } from '../../../src/demo/walk.ts'

const walk = {
  officeName: 'Sample Water',
  consoleUrl: 'http://127.0.0.1:8080',
  officeAddress: 'desk@office.example',
  smtpPort: 2526,
  customerAddress: 'ana@customers.example',
  folder: '/var/lib/waterdesk-demo',
  kept: false,
}

it('names the address, the one command and the port in use', () => {
  const text = walkText(walk)
  for (const word of [
    'http://127.0.0.1:8080',
    'npm run -s demo:complain',
    '127.0.0.1:2526',
    'desk@office.example',
    'ana@customers.example',
  ]) {
    expect(text).toContain(word)
  }
})

it('says where the data went when the wanted folder could not be used, and only then', () => {
  expect(walkText({ ...walk, movedFrom: '/root/desk/data' })).toContain('Not in /root/desk/data')
  expect(walkText(walk)).not.toContain('Not in')
})

it('tells a first start from a later one', () => {
  expect(walkText(walk)).toContain('(new;')
  expect(walkText({ ...walk, kept: true })).toContain('(as you left it;')
})
