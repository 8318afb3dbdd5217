import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { testPostgres } from '@portico/tools/postgres'
import { expect, onTestFinished, test } from 'vitest'
import { openPostgres } from '../../src/store/postgres/open-postgres.ts'
import type { Statement } from '../../src/store/statement.ts'

/** Something between us and a server, by which the two stop hearing each other without being told. */
async function lineTo(url: string): Promise<{ readonly url: string; cut(): void }> {
  const { hostname, port } = new URL(url)
  const open = new Set<Socket>()
  const line = createServer((near) => {
    const far = connect(Number(port), hostname)
    near.pipe(far).pipe(near)
    for (const socket of [near, far]) open.add(socket.on('error', () => undefined))
  })
  line.listen(0, '127.0.0.1')
  await once(line, 'listening')
  onTestFinished(() => {
    for (const socket of open) socket.destroy()
    line.close()
  })
  const through = new URL(url)
  through.hostname = '127.0.0.1'
  through.port = String((line.address() as AddressInfo).port)
  return {
    url: through.href,
    cut() {
      for (const socket of open) socket.unpipe().pause()
      open.clear()
    },
  }
}

const one: Statement = { name: 'one', sqlite: '', postgres: 'select number as one from unnest($1::integer[]) as given (number)' }

test('a silent server fails what waits for it, and the next query uses a new connection', async () => {
  const line = await lineTo(await testPostgres())
  const connection = await openPostgres(line.url, 'silent', { schema: 'public', connections: 1, answerMs: 200 })
  onTestFinished(() => connection.close())
  const written = async (): Promise<readonly unknown[]> => {
    let rows: readonly unknown[] = []
    await connection.transaction(async (session) => void (rows = await session.each(one, [[1]])))
    return rows
  }
  expect(await written()).toEqual([{ one: 1 }])
  expect(await connection.read(one, [1])).toEqual([{ one: 1 }])
  line.cut()
  await expect(written()).rejects.toThrow('timeout')
  await expect(connection.read(one, [1])).rejects.toThrow('timeout')
  expect(await written()).toEqual([{ one: 1 }])
  expect(await connection.read(one, [1])).toEqual([{ one: 1 }])
})
