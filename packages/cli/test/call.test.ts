import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type DeskServer, json, startDeskServer } from './fixture/desk-server.ts'
import { type Ran, type World, runPortico } from './fixture/run-portico.ts'
import { type Workspace, createWorkspace, deskConfig } from './fixture/workspace.ts'

let server: DeskServer
let workspace: Workspace
beforeAll(async () => {
  server = await startDeskServer()
  workspace = createWorkspace()
  workspace.write('portico.config.ts', deskConfig(server.origin))
})
afterAll(async () => {
  workspace.remove()
  await server.close()
})
beforeEach(() => server.reset())

const secret = 'desk-secret-0123456789'
const run = (argv: readonly string[], world: Partial<World> = {}): Promise<Ran> =>
  runPortico(['call', ...argv], { cwd: workspace.folder, ...world, env: { PORTICO_DESK_TOKEN: secret, ...world.env } })

describe('a query', () => {
  test('gives its data on stdout and its receipt on stderr', async () => {
    const { code, stdout, stderr } = await run(['desk.getTicket', '--input', '{"id":3}'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({ id: 3, subject: 'Ticket 3' })
    expect(stderr).toMatch(/^✓ desk\.getTicket 1 attempt · [\d.]+ m?s/)
    expect(server.requests[0]?.headers['authorization']).toBe(`Bearer ${secret}`)
  })

  test('with --json gives one document: operation, data, receipt', async () => {
    const { stdout } = await run(['desk.getViewer', '--json'])
    const document = JSON.parse(stdout) as Record<string, unknown>
    expect(Object.keys(document)).toEqual(['operation', 'data', 'receipt'])
    expect(document).toMatchObject({
      operation: 'desk.getViewer',
      data: { login: 'mona' },
      receipt: { commitState: 'committed' },
    })
  })

  test('takes its input from a file and from stdin', async () => {
    workspace.write('input.json', '{"id": 4}')
    expect(JSON.parse((await run(['desk.getTicket', '--input', '@input.json'])).stdout)).toMatchObject({ id: 4 })
    expect(JSON.parse((await run(['desk.getTicket', '--input', '-'], { stdin: '{"id": 5}' })).stdout)).toMatchObject({ id: 5 })
  })
})

describe('pages', () => {
  test('one page says how to go on, and --page goes on', async () => {
    const first = await run(['desk.listTickets', '--input', '{"size":2}'])
    expect(JSON.parse(first.stdout)).toMatchObject({ next: '2' })
    expect(first.stderr).toContain('--page 2, or --all')
    const second = await run(['desk.listTickets', '--input', '{"size":2}', '--page', '2'])
    expect(JSON.parse(second.stdout)).toMatchObject({ items: [{ id: 3 }, { id: 4 }], next: '4' })
  })

  test('--all writes a line per item, and with --json one document', async () => {
    const lines = (await run(['desk.listTickets', '--all'])).stdout.trimEnd().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { id: number }).id)).toEqual([1, 2, 3, 4, 5])
    const { stdout, stderr } = await run(['desk.listTickets', '--all', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ operation: 'desk.listTickets', complete: true, pages: 3, items: { length: 5 } })
    expect(stderr).toContain('5 items of 3 pages')
  })

  test('a failure in the middle still ends the document, and says where to go on', async () => {
    server.fault = ({ url }, response) => {
      if (url.includes('cursor')) json(response, 503, {})
      else json(response, 200, { items: [{ id: 1, subject: 'one' }], next: '1' })
    }
    const { code, stdout, stderr } = await run(['desk.listTickets', '--all', '--json'])
    expect(code).toBe(5)
    expect(JSON.parse(stdout)).toMatchObject({
      items: [{ id: 1 }],
      complete: false,
      pages: 1,
      next: '1',
      error: { code: 'unavailable', exitCode: 5 },
    })
    expect(stderr).toContain('read 1 item; go on with --page 1')
  })
})

describe('a command', () => {
  const create = ['desk.createTicket', '--input', '{"subject":"Printer"}']

  test('by a person runs, sends the given key, and says how to undo it', async () => {
    const { code, stderr } = await run([...create, '--actor', 'human:mona', '--key', 'order-1'])
    expect(code).toBe(0)
    expect(server.requests[0]?.headers['idempotency-key']).toBe('order-1')
    expect(stderr).toContain('key order-1')
    expect(stderr).toContain(`take it back: portico call desk.closeTicket --input '{"id":7}'`)
  })

  test('that belongs to a business event is undone for the same one', async () => {
    const { stderr } = await run([...create, '--actor', 'human:mona', '--correlation-id', 'order 7'])
    expect(stderr).toContain(`portico call desk.closeTicket --input '{"id":7}' --correlation-id 'order 7'`)
  })

  test('by somebody at a terminal is a person’s; without one it is a workflow’s, and waits for an approval', async () => {
    expect((await run(create, { terminal: ['stderr'] })).code).toBe(0)
    server.reset()
    const { code, stderr } = await run(create)
    expect(code).toBe(3)
    expect(stderr).toContain('commit state not_sent')
    expect(stderr).toContain('there is no store to keep the request in')
    expect(server.requests).toEqual([])
  })

  test('that the policy denies sends nothing', async () => {
    const { code, stderr } = await run(['desk.ping', '--actor', 'observer_agent:reader'])
    expect(code).toBe(1)
    expect(stderr).toContain('observer_agent never commits')
    expect(server.requests).toEqual([])
  })

  test('whose answer is lost ends with 4, its commit state and its key', async () => {
    server.fault = (_request, response) => void response.destroy()
    const { code, stdout, stderr } = await run([...create, '--actor', 'human:mona', '--key', 'order-2', '--json'])
    expect(code).toBe(4)
    expect(stderr).toContain('commit state unknown (the vendor may have acted) · key order-2')
    expect(JSON.parse(stdout)).toMatchObject({ error: { exitCode: 4, commitState: 'unknown', idempotencyKey: 'order-2' } })
  })

  test('that the vendor refuses ends with 1, its code and its request', async () => {
    const { code, stderr } = await run(['desk.closeTicket', '--input', '{"id":404}', '--actor', 'human:mona'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/error: desk\.closeTicket: No such ticket \(not_found, HTTP 404, gone\)/)
    expect(stderr).toContain('commit state refused (the vendor did nothing)')
    expect(stderr).toContain('request req_9')
  })

  test('with a vendor’s escape sequences in its message does not rewrite the terminal', async () => {
    server.fault = (_request, response) =>
      json(response, 404, { error: { code: 'gone', message: '\u001b[2Jcleared\r\nerror: fake' } })
    const { stderr } = await run(['desk.getTicket', '--input', '{"id":1}'])
    expect(stderr.split('\n')[0]).toContain('cleared error: fake')
    expect(stderr).not.toContain('\u001b')
  })
})

describe('a dry run', () => {
  test('shows the redacted request and the decision, and sends nothing', async () => {
    const input = '{"subject":"Printer","password":"hunter2-hunter2"}'
    const { code, stdout, stderr } = await run(['desk.createTicket', '--input', input, '--dry-run'])
    expect(code).toBe(0)
    expect(stdout).toContain(`POST ${server.origin}/tickets`)
    expect(stdout).toContain('"subject": "Printer"')
    expect(stdout).toContain('approval_required, class B')
    expect(stderr).toContain('nothing was sent')
    expect(stdout + stderr).not.toMatch(/hunter2|desk-secret/)
    expect(server.requests).toEqual([])
  })

  test('of what the policy denies ends as the call would', async () => {
    const { code, stdout } = await run(['desk.ping', '--actor', 'observer_agent:reader', '--dry-run'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/denied, class C: .*observer_agent never commits/)
    expect(server.requests).toEqual([])
  })

  test('of a call that says of no order names the option of the shell', async () => {
    const { code, stdout } = await run(['desk.sendLetter', '--input', '{"to":"x"}', '--dry-run'])
    expect(code).toBe(1)
    expect(stdout).toContain('it needs --correlation-id: the order, ticket or incident that it is for')
    expect(stdout).not.toContain('correlationId')
  })

  test('needs no credentials, and says that they are missing', async () => {
    const { code, stdout, stderr } = await run(['desk.getViewer', '--dry-run', '--json'], { env: { PORTICO_DESK_TOKEN: '' } })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ operation: 'desk.getViewer', hasCredentials: false, dryRun: { method: 'GET' } })
    expect(stderr).toContain('there are no credentials yet')
    expect(server.requests).toEqual([])
  })
})

describe('an input that is not a JSON value', () => {
  test('a download goes to its place or to a pipe, and overwrites nothing', async () => {
    const download = ['desk.downloadFile', '--input', '{"id":1}']
    expect((await run(download)).stdout).toBe('hello')
    const { code, stdout } = await run([...download, '--output', 'file.txt', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ data: { file: 'file.txt', bytes: 5, contentType: 'text/plain' } })
    expect(readFileSync(join(workspace.folder, 'file.txt'), 'utf8')).toBe('hello')
    server.reset()
    for (const argv of [
      [...download, '--output', 'file.txt'],
      [...download, '--json'],
    ])
      expect((await run(argv)).code).toBe(2)
    expect((await run(download, { terminal: ['stdout'] })).code).toBe(2)
    expect(server.requests).toEqual([])
  })

  test('events are lines, and with --json one document', async () => {
    expect((await run(['desk.watchTickets'])).stdout).toBe('{"id":1}\n{"id":2}\n')
    expect(JSON.parse((await run(['desk.watchTickets', '--json'])).stdout)).toMatchObject({
      items: [{ id: 1 }, { id: 2 }],
      complete: true,
    })
  })

  test('an answer without content is null', async () => {
    expect(JSON.parse((await run(['desk.ping', '--actor', 'human:mona', '--json'])).stdout)).toMatchObject({ data: null })
  })

  test('a file of the input is read from its path', async () => {
    writeFileSync(join(workspace.folder, 'report.txt'), 'the report')
    const { code } = await run(['desk.uploadFile', '--file', 'file=report.txt'])
    expect(code).toBe(0)
    expect(server.requests[0]?.body).toContain('the report')
  })
})

describe('a job', () => {
  test('is started, waited for, and gives its result', async () => {
    const { code, stdout, stderr } = await run(['desk.exportTickets'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({ rows: 5 })
    expect(stderr).toContain('its handle is {"operation":"exportTickets","data":{"export":"ex_1"}}')
  })

  test('can be started now and waited for later, by its handle', async () => {
    const started = await run(['desk.exportTickets', '--no-wait', '--json'])
    const { data } = JSON.parse(started.stdout) as { data: { job: unknown } }
    server.reset()
    const { stdout } = await run(['desk.exportTickets', '--job', '-'], { stdin: JSON.stringify(data) })
    expect(JSON.parse(stdout)).toEqual({ rows: 5 })
    expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET'])
  })
})

test('a connector under another name is told under that name', async () => {
  const other = createWorkspace()
  try {
    other.write('portico.config.ts', deskConfig(server.origin).replaceAll('desk: ', 'helpdesk: '))
    const argv = ['call', 'helpdesk.getTicket', '--input', '{"id":404}']
    const { stderr } = await runPortico(argv, { cwd: other.folder, env: { PORTICO_HELPDESK_TOKEN: secret } })
    expect(stderr).toMatch(/^error: helpdesk\.getTicket: No such ticket/)
  } finally {
    other.remove()
  }
})

test('a store in the configuration keeps what waits for an approval', async () => {
  const other = createWorkspace()
  try {
    const store = `import { memoryStore } from '@portico/core'\n`
    other.write('portico.config.ts', store + deskConfig(server.origin, 'store: memoryStore(),'))
    const argv = ['call', 'desk.refund', '--input', '{"amount":1}', '--correlation-id', 'order-1']
    const { code, stderr } = await runPortico(argv, { cwd: other.folder, env: { PORTICO_DESK_TOKEN: secret } })
    expect(code).toBe(3)
    expect(stderr).not.toContain('has no store')
  } finally {
    other.remove()
  }
})

test('an interrupted call ends with 130, or with 4 where the vendor may have acted', async () => {
  const during = async (argv: readonly string[]): Promise<Ran> => {
    const controller = new AbortController()
    server.fault = () => controller.abort(new Error('interrupted'))
    return run(argv, { signal: controller.signal })
  }
  expect((await during(['desk.getViewer'])).code).toBe(130)
  expect((await during(['desk.createTicket', '--input', '{"subject":"x"}', '--actor', 'human:mona'])).code).toBe(4)
})

test('a secret in the arguments causes a warning; from stdin it does not', async () => {
  const input = '{"subject":"x","password":"p"}'
  const argv = ['desk.createTicket', '--dry-run', '--input']
  expect((await run([...argv, input])).stderr).toContain("password is secret, and is in your shell's history now")
  expect((await run([...argv, '-'], { stdin: input })).stderr).not.toContain('history')
})

test('colours are for terminals, and NO_COLOR turns them off', async () => {
  const colour = '\u001b['
  const terminal = ['stdout', 'stderr'] as const
  expect((await run(['desk.getViewer'], { terminal })).stdout).toContain(colour)
  expect((await run(['desk.getViewer'])).stdout).not.toContain(colour)
  const plain = await run(['desk.getViewer'], { terminal, env: { NO_COLOR: '1' } })
  expect(plain.stdout + plain.stderr).not.toContain(colour)
  expect((await run(['desk.getViewer', '--no-color'], { terminal })).stdout).not.toContain(colour)
  expect((await run(['desk.getViewer'], { env: { FORCE_COLOR: '1' } })).stdout).toContain(colour)
})
