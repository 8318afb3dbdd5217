import { once } from 'node:events'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Mistake } from '../mistake.ts'

const path = '/callback'

/** Where the vendor redirects the person's browser: on this machine only, for one login. */
export interface CallbackServer {
  readonly redirectUri: string
  /** The URL that the browser returned with. It must carry this login's state; any other visitor is turned away. */
  returned(state: string, signal: AbortSignal): Promise<string>
  close(): Promise<void>
}

/** Listens on 127.0.0.1. Port 0 picks a free one; vendors that register the exact address need a fixed port. */
export async function startCallbackServer(port: number): Promise<CallbackServer> {
  let visit: ((request: IncomingMessage, response: ServerResponse) => void) | undefined
  const server = createServer((request, response) => {
    if (visit) visit(request, response)
    else answer(response, 503, 'Nobody is logging in.')
  })
  server.listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch (error) {
    throw new Mistake(
      'login',
      '--port',
      `port ${port} is taken (${(error as NodeJS.ErrnoException).code})`,
      'name another one',
      error,
    )
  }
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    redirectUri: `${origin}${path}`,
    returned: (state, signal) =>
      new Promise((resolve, reject) => {
        const ended = (): void => reject(signal.reason as Error)
        if (signal.aborted) return ended()
        signal.addEventListener('abort', ended, { once: true })
        visit = (request, response) => {
          const url = new URL(request.url ?? '/', origin)
          if (request.method !== 'GET' || url.pathname !== path) return answer(response, 404, 'There is nothing here.')
          // Other pages in the browser can send requests here: only one with this login's state counts.
          if (url.searchParams.get('state') !== state) return answer(response, 400, 'This is not the login that was begun.')
          const refused = url.searchParams.has('error')
          answer(
            response,
            200,
            refused ? 'The login was refused. You can close this page.' : 'Logged in. You can close this page.',
          )
          signal.removeEventListener('abort', ended)
          resolve(url.href)
        }
      }),
    async close() {
      visit = undefined
      server.close()
      server.closeIdleConnections()
      await once(server, 'close')
    },
  }
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    connection: 'close',
  })
  response.end(
    `<!doctype html><html lang="en"><title>Portico</title><body style="font: 1.2rem system-ui; margin: 20vh auto; max-width: 30rem">` +
      `<h1>Portico</h1><p>${text}</p></body></html>`,
  )
}
