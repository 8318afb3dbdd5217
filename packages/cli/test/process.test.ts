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

function start(...argv: string[]) {
  return spawn(process.execPath, [command, ...argv], {
    cwd: workspace.folder,
    env: {
      PATH: process.env['PATH'],
      HOME: workspace.folder,
      PORTICO_DESK_TOKEN: 'desk-secret-0123456789',
      ...compiledCode,
    },
  })
}

test('a malformed configuration is one line with its place, and exit code 2', async () => {
  const other = createWorkspace()
  try {
    other.write('portico.config.ts', 'export default {\n  connectors: {,\n}\n')
    other.write('enum.ts', 'enum Colour { Red }\nexport default { connectors: {}, tenant: String(Colour.Red) }\n')
    const broken = await runPortico(['list'], { cwd: other.folder })
    expect(broken.code).toBe(2)
    expect(broken.stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^error: portico\.config\.ts: line 2: .*; fix the file$/),
    ])
    const strip = await runPortico(['list', '--config', 'enum.ts'], { cwd: other.folder })
    expect(strip.stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^error: enum\.ts: line 1: .*enum.*; use types only/),
    ])
  } finally {
    other.remove()
  }
})

test('reads stdin, writes data to a pipe without colours, and ends silently when the reader has enough', async () => {
  let pages = 0
  server.fault = (_request, response) => {
    pages++
    const items = Array.from({ length: 500 }, (_, index) => ({ id: index, subject: 'x'.repeat(200) }))
    json(response, 200, { items, next: String(pages) })
  }
  const child = start('call', 'desk.listTickets', '--input', '-', '--all')
  const stderr = text(child.stderr)
  child.stdin.end('{"size":50}')
  const [written] = (await once(child.stdout, 'data')) as [Buffer]
  child.stdout.destroy()
  const [code] = (await once(child, 'exit')) as [number]
  const [first] = server.requests
  server.reset()
  expect(first?.url).toBe('/tickets?size=50')
  expect(String(written)).toMatch(/^\{"id":0,"subject":"x{200}"\}\n\{"id":1,/)
  expect({ code, stderr: await stderr }).toEqual({ code: 0, stderr: '' })
})

test('Ctrl-C ends a waiting call, and says what is known', async () => {
  const arrived = new Promise<void>((resolve) => {
    server.fault = () => resolve()
  })
  const child = start('call', 'desk.createTicket', '--input', '{"subject":"x"}', '--actor', 'human:mona', '--key', 'order-3')
  const stderr = text(child.stderr)
  await arrived
  child.kill('SIGINT')
  const [code] = (await once(child, 'exit')) as [number]
  server.reset()
  expect(code).toBe(4)
  expect(await stderr).toContain('commit state unknown (the vendor may have acted) · key order-3')
})
