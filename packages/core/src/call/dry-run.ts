import { randomUUID } from 'node:crypto'
import type { Binding } from '../client/binding.ts'
import type { Connection } from '../client/connection.ts'
import type { CallOptions } from '../contract/method.ts'
import type { DryRun } from '../contract/receipt.ts'
import { vendorGiven, withSettings } from '../send/authorise.ts'
import { connected } from '../send/connected.ts'
import { refusalOf } from '../send/refusal.ts'
import { redacted } from '../telemetry/redaction.ts'
import { judge } from './judge.ts'
import { Call } from './call.ts'
import type { CompiledOperation } from './compile.ts'
import type { RenderedRequest } from './render-request.ts'

/** The request as it would be sent, redacted, with class and decision. Nothing is sent, claimed, asked or stored. */
export async function dryRun(
  operation: CompiledOperation,
  binding: Binding,
  input: unknown,
  options: CallOptions,
): Promise<DryRun> {
  const call = new Call(operation, binding, input, options, binding.clock.now(), randomUUID())
  const validate = operation.steps[0]!
  await validate.run(call)
  const verdict = await judge(call)
  try {
    const connection = await connected(call)
    const rendered = operation.render(call.shownInput, {
      idempotencyKey: call.keyGiven ? call.idempotencyKey : operation.writes ? '<made for each call>' : undefined,
      cursor: call.options.cursor,
    })
    const { url, headers } = destinationOf(call, connection, rendered)
    const body = rendered.body?.preview()
    return {
      method: rendered.method,
      url: connection.redact(url),
      headers: connection.redact(headers),
      ...(body !== undefined && { body: connection.redact(body) }),
      actionClass: verdict.decided.actionClass,
      decision: verdict.decision,
      decidedBy: verdict.decidedBy,
      reason: verdict.reason,
    }
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal) throw call.fail(refusal)
    throw error
  }
}

/** Where it would go, and with which headers: no credentials go to a host that the vendor named. */
function destinationOf(
  { operation, input }: Call,
  connection: Connection,
  { path, headers }: RenderedRequest,
): Pick<DryRun, 'url' | 'headers'> {
  const base = connection.origins[operation.origin]
  const own = { ...withSettings(connection, headers), ...hidden(connection) }
  const place = base ? base.origin + base.path : `https://{${operation.origin}}`
  if (!operation.locate || !base) return { url: place + path, headers: own }
  const given = vendorGiven(operation.locate(input), connection, base.origin)
  const { 'content-type': contentType } = headers
  const bare = { accept: '*/*', ...(contentType !== undefined && { 'content-type': contentType }) }
  return { url: `${given.origin}/${redacted}`, headers: given.origin === base.origin ? own : bare }
}

/** Which headers the scheme would add. */
function hidden(connection: Connection): Record<string, string> {
  if (connection.tokens) return { authorization: redacted }
  return Object.fromEntries(Object.keys(connection.applied?.headers ?? {}).map((name) => [name, redacted]))
}
