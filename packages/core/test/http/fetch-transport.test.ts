import { expect, test } from 'vitest'
import { fetchTransport } from '../../src/http/fetch-transport.ts'
import { failure, request } from './transports.ts'

const vendor = request({ origin: 'https://vendor.example', method: 'POST', body: '{}' })

/** A runtime whose fetch fails like this. */
const failing = (error: unknown): ReturnType<typeof fetchTransport> =>
  fetchTransport({
    fetch: async () => {
      throw error
    },
  })

test.each(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED'])(
  '%s sent nothing',
  async (code) => {
    const cause = Object.assign(new Error('no'), { code })
    expect(await failure(failing(new TypeError('fetch failed', { cause })).request(vendor))).toMatchObject({
      reason: 'connect',
      sent: false,
    })
  },
)

test.each([
  [
    'a code that can come at any time',
    new TypeError('fetch failed', { cause: Object.assign(new Error('no'), { code: 'ECONNRESET' }) }),
  ],
  ['no code, as in other runtimes', new TypeError('Load failed')],
  ['a value that is not an error', 'oops'],
  ['nothing at all', undefined],
])('%s may have been sent', async (_what, error) => {
  expect(await failure(failing(error).request(vendor))).toMatchObject({ reason: 'interrupted', sent: true })
})

test('a runtime that hides redirects is not trusted with one', async () => {
  const hidden = Object.defineProperty(new Response(null), 'type', { value: 'opaqueredirect' })
  const transport = fetchTransport({ fetch: () => Promise.resolve(hidden) })
  expect(await failure(transport.request(vendor))).toMatchObject({ reason: 'protocol', sent: true })
})

test('a time that ran out while the body was opened sent nothing', async () => {
  let asked = 0
  const transport = fetchTransport({
    fetch: () => {
      asked++
      return Promise.resolve(new Response())
    },
  })
  const body = async function* (): AsyncGenerator<Uint8Array> {
    await new Promise((resolve) => setTimeout(resolve, 50))
    yield new Uint8Array(1)
  }
  expect(await failure(transport.request({ ...vendor, body, timeoutMs: 10 }))).toMatchObject({ reason: 'timeout', sent: false })
  expect(asked).toBe(0)
})

test('a body that never opens does not outlive the time, or the caller, and is closed when it does', async () => {
  let closed = 0
  const opening = Promise.withResolvers<void>()
  const body = async function* (): AsyncGenerator<Uint8Array> {
    try {
      await opening.promise
      yield new Uint8Array(1)
    } finally {
      closed++
    }
  }
  const sending = { ...vendor, body, timeoutMs: 10 }
  expect(await failure(fetchTransport().request(sending))).toMatchObject({ reason: 'timeout', sent: false })
  const { signal } = givingUp()
  expect(await failure(fetchTransport().request({ ...sending, timeoutMs: 60_000, signal }))).toMatchObject({
    reason: 'cancelled',
    sent: false,
  })
  opening.resolve()
  await expect.poll(() => closed).toBe(2)
})

/** Aborts at the end of this turn. */
function givingUp(): AbortController {
  const controller = new AbortController()
  setImmediate(() => controller.abort())
  return controller
}

test('lets go of the source of a body that is not sent', async () => {
  let open = false
  const body = async function* (): AsyncGenerator<Uint8Array> {
    open = true
    try {
      yield new Uint8Array(1)
      yield new Uint8Array(1)
    } finally {
      open = false
    }
  }
  const sending = failing(new TypeError('fetch failed')).request({ ...vendor, body })
  expect(open).toBe(true)
  await failure(sending)
  expect(open).toBe(false)
})
