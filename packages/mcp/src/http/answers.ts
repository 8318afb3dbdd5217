import type { ServerResponse } from 'node:http'

export function answerJson(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value)
  // A list is written as it is; an object would be checked and copied, for every answer.
  response.writeHead(status, ['content-type', 'application/json', 'content-length', String(Buffer.byteLength(body))])
  response.end(body)
}

/** A refusal before any message was looked at: JSON-RPC's form, without an id. */
export function answerError(response: ServerResponse, status: number, message: string, code = -32000): void {
  leaveBody(response)
  answerJson(response, status, { jsonrpc: '2.0', error: { code, message }, id: null })
}

/** Writes an answer that a library gave in the web's form. */
export async function answerResponse(response: ServerResponse, answer: Response): Promise<void> {
  leaveBody(response)
  response.writeHead(answer.status, Object.fromEntries(answer.headers))
  response.end(await answer.text())
}

/** What was not read of a body: a small one is let pass, so that the connection serves on; a large one is not waited for. */
function leaveBody(response: ServerResponse): void {
  const { req } = response
  if (req.complete) return
  if (Number(req.headers['content-length']) <= 65_536) req.resume()
  else response.setHeader('connection', 'close')
}
