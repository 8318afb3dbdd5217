import type { Token } from '@portico/core'
import {
  type AuthorizationCodeScheme,
  type LoginRequest,
  beginAuthorization,
  beginDeviceAuthorization,
  finishAuthorization,
  pollDeviceAuthorization,
} from '@portico/core/oauth'
import type { Io } from '../io.ts'
import { Mistake } from '../mistake.ts'
import type { Output } from '../terminal/output.ts'
import { createProgress } from '../terminal/progress.ts'
import { oneLine } from '../terminal/text.ts'
import { startCallbackServer } from './callback-server.ts'

/** How long a person may take in the browser. */
const patienceMs = 300_000

interface Place {
  readonly io: Io
  readonly output: Output
}

/** Logs in with this machine's browser: authorization code with PKCE, callback on loopback (RFC 8252). */
export async function loginWithBrowser(
  { io, output }: Place,
  scheme: AuthorizationCodeScheme,
  login: LoginRequest & { readonly settings: Readonly<Record<string, unknown>> },
  options: { readonly port: number; readonly browser: boolean; readonly scopes: readonly string[] | undefined },
): Promise<Token> {
  const server = await startCallbackServer(options.port)
  const signal = AbortSignal.any([io.signal, AbortSignal.timeout(patienceMs)])
  const progress = createProgress(io, output, 'waiting for the browser')
  try {
    const begun = await beginAuthorization(scheme, {
      clientId: login.credential.clientId,
      redirectUri: server.redirectUri,
      settings: login.settings,
      ...(options.scopes && { scopes: options.scopes }),
    })
    output.note(
      `${options.browser ? 'Opening the browser. If it stays closed, open' : 'Open in a browser of this machine'}:\n${begun.url}`,
    )
    if (options.browser) io.openBrowser(begun.url)
    const callback = await server.returned(begun.state, signal).catch((error: unknown) => {
      if (io.signal.aborted || !signal.aborted) throw error
      throw new Mistake('login', 'login', 'nobody came back from the browser in 5 min', 'run portico auth login again')
    })
    return await finishAuthorization(scheme, callback, begun, { ...login, signal })
  } finally {
    progress.end()
    await server.close()
  }
}

/** Logs in on another device (RFC 8628): the person enters a code there while this command waits. */
export async function loginWithDevice(
  { io, output }: Place,
  scheme: AuthorizationCodeScheme,
  login: LoginRequest,
  options: { readonly scopes: readonly string[] | undefined },
): Promise<Token> {
  const request = { ...login, signal: io.signal }
  const begun = await beginDeviceAuthorization(scheme, { ...request, ...(options.scopes && { scopes: options.scopes }) })
  output.note(`Open ${begun.verificationUrl} on any device and enter the code ${output.noteStyle.bold(oneLine(begun.userCode))}`)
  const progress = createProgress(io, output, 'waiting for the device')
  try {
    return await pollDeviceAuthorization(scheme, begun, request)
  } finally {
    progress.end()
  }
}
