import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ClientCapabilities, MissingRequiredClientCapabilityError, ProtocolError } from '@modelcontextprotocol/server'
import type { Caller } from '../access/caller.ts'
import { callTool } from '../call/call-tool.ts'
import { contextOf } from '../server/context-of.ts'
import type { ToolServer } from '../server/tool-server.ts'
import { answerJson } from './answers.ts'

const revision = '2026-07-28'

/** A tools/call whose form leaves no question open. */
export interface PlainCall {
  readonly id: string | number
  readonly name: string
  readonly arguments: unknown
  readonly meta: Readonly<Record<string, unknown>>
  readonly capabilities: ClientCapabilities
}

/**
 * Recognises the most common request: a tools/call of 2026-07-28 with well-formed headers, envelope and params, without progress
 * reports or answers to questions. Anything else, malformed or merely unusual, is left to the SDK; both ways run the same
 * `callTool`.
 */
export function plainCallOf({ headers }: IncomingMessage, body: unknown): PlainCall | undefined {
  if (headers['mcp-protocol-version'] !== revision || headers['mcp-method'] !== 'tools/call') return undefined
  if (!has(body, ['jsonrpc', 'id', 'method', 'params']) || body['jsonrpc'] !== '2.0' || body['method'] !== 'tools/call')
    return undefined
  const { id, params } = body
  if (typeof id !== 'string' && !Number.isSafeInteger(id)) return undefined
  if (!has(params, ['name', 'arguments', '_meta'])) return undefined
  const { name, arguments: given, _meta: meta } = params
  if (typeof name !== 'string' || headers['mcp-name'] !== name || !/^[A-Za-z0-9_.-]+$/.test(name)) return undefined
  if (given !== undefined && !isObject(given)) return undefined
  if (!has(meta, metaKeys) || meta[`${protocol}protocolVersion`] !== revision) return undefined
  const info = meta[`${protocol}clientInfo`]
  if (!has(info, ['name', 'version']) || typeof info['name'] !== 'string' || typeof info['version'] !== 'string') return undefined
  const capabilities = meta[`${protocol}clientCapabilities`]
  if (!has(capabilities, ['elicitation', 'extensions']) || !Object.values(capabilities).every(isObject)) return undefined
  return { id: id as string | number, name, arguments: given, meta, capabilities }
}

const protocol = 'io.modelcontextprotocol/'
const metaKeys = [
  `${protocol}protocolVersion`,
  `${protocol}clientInfo`,
  `${protocol}clientCapabilities`,
  'io.portico/correlationId',
  'io.portico/idempotencyKey',
]

/** Answers a plain call without building a server for it. */
export async function answerDirectly(
  served: ToolServer,
  call: PlainCall,
  caller: Caller,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  const context = contextOf(served, caller, { capabilities: call.capabilities, meta: call.meta, signal: gone.signal })
  try {
    const answer = (await callTool(served, call.name, call.arguments, context)) as Record<string, unknown>
    const result = {
      ...(answer['content'] === undefined && answer['resultType'] !== 'input_required' && { content: [] }),
      ...answer,
      resultType: answer['resultType'] ?? 'complete',
      _meta: { [`${protocol}serverInfo`]: served.info },
    }
    if (!response.destroyed) answerJson(response, 200, { jsonrpc: '2.0', id: call.id, result })
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    const { code, message, data } = error
    const status = error instanceof MissingRequiredClientCapabilityError ? 400 : 200
    answerJson(response, status, { jsonrpc: '2.0', id: call.id, error: { code, message, ...(data !== undefined && { data }) } })
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An object with no members other than these. */
function has(value: unknown, keys: readonly string[]): value is Record<string, unknown> {
  return isObject(value) && Object.keys(value).every((key) => keys.includes(key))
}
