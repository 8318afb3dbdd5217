import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'

// The vendor, in a process that is never killed: it counts what it did by intent, and loses or refuses some of the answers.
/** How often it acted on each intent. Writing the same state again is no second effect. */
const effects = new Map<string, number>()
const answered = new Map<string, string>()
let calm = false
let requests = 0

const server = createServer((request, response) => void answer(request, response))
server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port))
process.on('message', (message) => {
  if (message === 'calm') calm = true
  if (message === 'effects') process.send!(Object.fromEntries(effects))
})
process.on('disconnect', () => process.exit(0))

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = request.method === 'GET' ? {} : (JSON.parse((await text(request)) || '{}') as { intent?: string; key?: string })
  const [, operation = '', named] = request.url!.split('/')
  const intent = decodeURIComponent(named ?? body.intent ?? '')
  if (operation === 'effects') return found(response, intent)
  // By counting, not at random, so that a run can be repeated.
  const turn = calm ? 0 : ++requests
  if (turn % 9 === 4) return send(response, 503, { code: 'busy', message: 'not now, and nothing was done' })
  // For an instance that is killed while it waits, the vendor has either acted or is about to.
  await wait(turn % 2 === 0 ? 3 : 0)
  act(operation, intent, request.headers['idempotency-key']?.toString() ?? body.key)
  await wait(3)
  if (turn % 7 === 5) {
    request.socket.destroy()
    return
  }
  send(response, 200, { id: `effect-${intent}` })
}

function act(operation: string, intent: string, key: string | undefined): void {
  const recognised = (operation === 'header' || operation === 'field') && key !== undefined
  if (recognised && answered.has(key)) return
  if (recognised) answered.set(key, intent)
  const before = effects.get(intent) ?? 0
  if (before === 0 || operation !== 'upsert') effects.set(intent, before + 1)
}

function found(response: ServerResponse, intent: string): void {
  if (effects.has(intent)) send(response, 200, { id: `effect-${intent}` })
  else send(response, 404, { code: 'absent', message: 'no such effect' })
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
