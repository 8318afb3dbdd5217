import { expect, test } from 'vitest'
import { readArguments, usage } from '../record/arguments.ts'

const connectors = ['github', 'stripe']
const read = (line: string) => readArguments(line.split(' ').filter(Boolean), connectors)

const none = { baseUrl: undefined, source: undefined, operation: undefined }

test.each([
  ['github', { ...none, connector: 'github', server: 'emulate', described: true }],
  [
    'github --emulate --operation getIssue',
    { ...none, connector: 'github', server: 'emulate', described: true, operation: 'getIssue' },
  ],
  ['--live stripe', { ...none, connector: 'stripe', server: 'live', described: false }],
  ['stripe --described', { ...none, connector: 'stripe', server: 'none', described: true }],
  [
    'stripe --base-url http://127.0.0.1:4000/ --source emulate',
    {
      connector: 'stripe',
      server: 'base-url',
      described: true,
      baseUrl: 'http://127.0.0.1:4000',
      source: 'emulate',
      operation: undefined,
    },
  ],
])('pnpm record %s', (line, expected) => {
  expect(read(line)).toEqual(expected)
})

test.each([
  ['', 'say which connector: pnpm record github | stripe'],
  ['github stripe', 'one connector at a time: stripe is too much'],
  ['acme', "there is no connector 'acme' with a test/record.ts: github | stripe"],
  ['github --live --described', 'choose one of --emulate, --base-url, --live and --described'],
  ['github --emulate --base-url http://127.0.0.1:1 --source x', 'choose one of --emulate, --base-url, --live and --described'],
  ['github --base-url http://127.0.0.1:1', "--base-url: say what answers there, --source 'emulate 0.12.2'"],
  ['github --base-url 127 --source x', "--base-url: '127' is not a URL"],
  ['github --lives', "Unknown option '--lives'"],
  ['github --operation', "Option '--operation <value>' argument missing"],
])('pnpm record %s is refused in one line', (line, message) => {
  expect(() => read(line)).toThrow(RangeError)
  expect(() => read(line)).toThrow(message)
})

test('--help wins over any other argument', () => {
  expect(read('--help')).toBeUndefined()
  expect(read('acme -h')).toBeUndefined()
  for (const option of ['--emulate', '--base-url', '--live', '--described', '--operation']) expect(usage).toContain(option)
})
