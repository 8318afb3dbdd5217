import type { KeyObject } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type JWTPayload, jwtVerify, type JWTVerifyResult } from 'jose'
import { listenOnLoopback } from './loopback.ts'

/** A server that trades signed assertions for tokens, as GitHub and Google do. Its clock runs as far off as it is told. */
export interface AssertionServer {
  readonly origin: string
  /** Milliseconds that its clock is ahead of ours. */
  clockOffsetMs: number
  /** What was accepted, in order. */
  readonly accepted: JWTVerifyResult[]
  /** Form fields of the requests to `/token`. */
  readonly forms: URLSearchParams[]
  /** Headers of the requests to GitHub's path. */
  readonly headers: IncomingMessage['headers'][]
  requests: number
  /** Sent in place of an answer, once. */
  readonly faults: { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }[]
  close(): Promise<void>
}

const lifetimeMs = 3_600_000

export async function startAssertionServer(publicKeys: Readonly<Record<string, KeyObject>>): Promise<AssertionServer> {
  const loopback = await listenOnLoopback()
  const server: AssertionServer = {
    origin: loopback.origin,
    clockOffsetMs: 0,
    accepted: [],
    forms: [],
    headers: [],
    requests: 0,
    faults: [],
    close: loopback.close,
  }
  const now = (): Date => new Date(Date.now() + server.clockOffsetMs)
  const verify = async (jwt: string, longestS: number): Promise<JWTPayload> => {
    const { iss } = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as JWTPayload
    const verified = await jwtVerify(jwt, publicKeys[iss ?? '']!, { currentDate: now(), requiredClaims: ['iat', 'exp', 'iss'] })
    const { iat, exp } = verified.payload
    const seconds = now().getTime() / 1000
    if (iat! > seconds)
      throw new Error("'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued")
    if (exp! - seconds > longestS) throw new Error("'Expiration time' claim ('exp') is too far in the future")
    server.accepted.push(verified)
    return verified.payload
  }

  loopback.serve((request, response) => void serve(request, response))

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    server.requests += 1
    response.setHeader('date', now().toUTCString())
    const body = await text(request)
    const fault = server.faults.shift()
    if (fault) {
      response.writeHead(fault.status, fault.headers).end(fault.body)
      return
    }
    const installation = /^\/app\/installations\/(\d+)\/access_tokens$/.exec(request.url ?? '')?.[1]
    if (request.method === 'POST' && installation !== undefined) await github(request, response, installation)
    else if (request.method === 'POST' && request.url === '/token') await google(body, response)
    else response.writeHead(404).end()
  }

  async function github(request: IncomingMessage, response: ServerResponse, installation: string): Promise<void> {
    server.headers.push(request.headers)
    try {
      await verify(request.headers.authorization?.replace(/^Bearer /, '') ?? '', 600)
    } catch (error) {
      json(response, 401, { message: (error as Error).message })
      return
    }
    if (installation !== '42') return json(response, 404, { message: 'Not Found' })
    const expires_at = new Date(Math.floor((now().getTime() + lifetimeMs) / 1000) * 1000).toISOString().replace('.000Z', 'Z')
    json(response, 201, {
      token: `ghs_${server.accepted.length}`,
      expires_at,
      permissions: { issues: 'write' },
      repository_selection: 'all',
    })
  }

  async function google(body: string, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(body)
    server.forms.push(form)
    try {
      if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') throw new Error('grant_type')
      const payload = await verify(form.get('assertion') ?? '', 3_600)
      if (payload.aud !== `${server.origin}/token`) throw new Error('aud')
    } catch (error) {
      return json(response, 400, { error: 'invalid_grant', error_description: `Invalid JWT: ${(error as Error).message}` })
    }
    json(response, 200, { access_token: `ya29.${server.accepted.length}`, token_type: 'Bearer', expires_in: lifetimeMs / 1000 })
  }

  return server
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}

async function text(request: IncomingMessage): Promise<string> {
  let received = ''
  for await (const chunk of request.setEncoding('utf8')) received += chunk as string
  return received
}
