import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compiledCode } from './fixture/compiled-code.ts'
import { type DeskServer, json, startDeskServer } from './fixture/desk-server.ts'
import { runPortico } from './fixture/run-portico.ts'
import { type Workspace, createWorkspace, deskConfig } from './fixture/workspace.ts'

// The real command, as a process of its own: what a test in this process can't show.
const command = join(import.meta.dirname, '..', 'src', 'main.ts')

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

function start(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return spawn(process.execPath, [command, ...argv], {
    cwd: workspace.folder,
    env: {
      PATH: process.env['PATH'],
      HOME: workspace.folder,
      PORTICO_DESK_TOKEN: 'desk-secret-0123456789',
      ...compiledCode,
      ...env,
    },
  })
}

async function ran(
  child: ReturnType<typeof start>,
  stdin = '',
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  child.stdin.end(stdin)
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ])
  return { code, stdout, stderr }
}

test('reads stdin, writes data to a pipe without colours, and ends by itself', async () => {
  const { code, stdout, stderr } = await ran(start(['call', 'desk.getTicket', '--input', '-']), '{"id":2}')
  expect(stdout).toBe('{\n  "id": 2,\n  "subject": "Ticket 2"\n}\n')
  expect(stderr).toMatch(/^✓ desk\.getTicket 1 attempt · [\d.]+ m?s · at http:\/\/127\.0\.0\.1:\d+\n$/)
  expect(code).toBe(0)
})

test('a malformed configuration is one line with its place, and exit code 2', async () => {
  const other = createWorkspace()
  try {
    other.write('portico.config.ts', 'export default {\n  connectors: {,\n}\n')
    other.write('enum.ts', 'enum Colour { Red }\nexport default { connectors: {}, tenant: String(Colour.Red) }\n')
    const broken = await runPortico(['list'], { cwd: other.folder })
    expect(broken.code).toBe(2)
    expect(broken.stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^error: portico\.config\.ts: line 2: .*; mend the file$/),
    ])
    const strip = await runPortico(['list', '--config', 'enum.ts'], { cwd: other.folder })
    expect(strip.stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^error: enum\.ts: line 1: .*enum.*; use types only/),
    ])
  } finally {
    other.remove()
  }
})

test('a reader that has enough ends the reading of pages in silence', async () => {
  let pages = 0
  server.fault = (_request, response) => {
    pages++
    const items = Array.from({ length: 500 }, (_, index) => ({ id: index, subject: 'x'.repeat(200) }))
    json(response, 200, { items, next: String(pages) })
  }
  const child = start(['call', 'desk.listTickets', '--all'])
  const stderr = text(child.stderr)
  await once(child.stdout, 'data')
  child.stdout.destroy()
  const [code] = (await once(child, 'exit')) as [number]
  server.reset()
  expect({ code, stderr: await stderr }).toEqual({ code: 0, stderr: '' })
})

test('Ctrl-C ends a call that waits, and says what is known', async () => {
  const arrived = new Promise<void>((resolve) => {
    server.fault = () => resolve()
  })
  const child = start(['call', 'desk.createTicket', '--input', '{"subject":"x"}', '--actor', 'human:mona', '--key', 'order-3'])
  await arrived
  child.kill('SIGINT')
  const { code, stderr } = await ran(child)
  server.reset()
  expect(code).toBe(4)
  expect(stderr).toContain('commit state unknown (the vendor may have acted) · key order-3')
})

test('what init writes runs: a first call without a key says what is missing', async () => {
  const other = createWorkspace()
  try {
    expect((await runPortico(['init', '--connector', 'github'], { cwd: other.folder })).code).toBe(0)
    const first = spawn(process.execPath, ['first-call.ts'], { cwd: other.folder, env: compiledCode })
    const { code, stderr } = await ran(first)
    expect(code).toBe(1)
    expect(stderr).toContain('commit state not_sent')
  } finally {
    other.remove()
  }
})
