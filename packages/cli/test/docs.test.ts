import { expect, test } from 'vitest'
import { connectorPage, connectorReadmeSection, connectorsTable, describeConnector } from '../src/docs.ts'
import { desk, deskConnector } from './fixture/desk.ts'

const described = describeConnector(desk)

test('a page says for each operation what the facade standard asks for', () => {
  const page = connectorPage(described)
  const section = page.slice(page.indexOf('### createTicket'), page.indexOf('### closeTicket'))
  for (const field of ['contract', 'retry', 'timeout', 'idempotency key', 'approval', 'audit', 'rollback']) {
    expect(section).toContain(`| ${field} | `)
  }
  expect(page).toMatch(/## Common to every operation[^#]*\| version \|[^#]*\| observability \|/)
  expect(section).toContain('| `subject` | `string` | yes | 1–40 characters |')
  expect(section).toMatch(/```ts\nawait client\.createTicket\(\{\n/)
  expect(section).toContain(`Pin: \`${described.operations.find(({ name }) => name === 'createTicket')?.pin}\``)
  expect(page).toContain('**Get the viewer** · <span dir="rtl" lang="ar">من يسأل</span>')
  expect(page).toContain("file: await fileFromPath('./report.txt')")
  expect(page).toContain('polled every 5 ms at GET /exports/{export}, at most 2 s; owner Operations')
})

test('a README’s section has a line per operation, linked to the page', () => {
  const section = connectorReadmeSection(described, '../docs/desk.md')
  expect(section.match(/^\| \[`/gm)).toHaveLength(12)
  expect(section).toContain(
    '[`refund`](../docs/desk.md#refund) command | Give money back. | `POST /refunds` | A3 | R3 S1 | header | irreversible |',
  )
  expect(section).toContain('5 queries and 7 commands')
})

test('the table of connectors has a line per connector', () => {
  expect(connectorsTable([described], (id) => `docs/${id}.md`)).toContain(
    '| [Desk](docs/desk.md) · مكتب | `@portico/connector-desk` | `2026-01` | 5 | 7 | 2026-11-24 |',
  )
})

test('a connector that logs in elsewhere has other pins', () => {
  const elsewhere = describeConnector(deskConnector('https://login.elsewhere.example'))
  const pins = new Set([...described.operations, ...elsewhere.operations].map(({ pin }) => pin))
  expect(pins.size).toBe(24)
})
