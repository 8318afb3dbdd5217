import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { post } from './fixture/task-session.ts'
import { fakeVendor } from './fixture/vendor.ts'

const program = fileURLToPath(new URL('./program/serve-desk.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'portico-mcp-'))
const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

async function instance(vendor: string): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(program, [`sqlite:${join(folder, 'portico.db')}`, vendor], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  children.push(child)
  const [url] = (await once(child, 'message')) as [string]
  return { child, url }
}

test('a task whose server is killed is finished and answered for by another instance, and started once', async () => {
  const vendor = await fakeVendor()
  let done = false
  vendor.reply = ({ method, url }) => {
    if (method === 'POST') return { body: { id: 'e1' } }
    return {
      body: url.endsWith('/tickets') ? { tickets: [{ id: 't1', subject: 'Printer' }] } : { state: done ? 'done' : 'running' },
    }
  }
  const first = await instance(vendor.origin)
  const call = { name: 'desk_exportTickets', arguments: { queue: 'it' } }
  const taskId = (await post(first.url, 'tools/call', call)).result!['taskId']
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  const second = await instance(vendor.origin)
  expect((await post(second.url, 'tools/call', call)).result!['taskId']).toBe(taskId)
  expect((await post(second.url, 'tasks/get', { taskId })).result).toMatchObject({ status: 'working' })
  done = true
  await expect
    .poll(async () => (await post(second.url, 'tasks/get', { taskId })).result, { timeout: 60_000, interval: 200 })
    .toMatchObject({ status: 'completed', result: { structuredContent: { data: [{ id: 't1' }] } } })
  expect(vendor.seen.filter(({ method }) => method === 'POST')).toHaveLength(1)
  await vendor.close()
}, 120_000)
