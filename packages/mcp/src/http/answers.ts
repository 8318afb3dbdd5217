import type { ServerResponse } from 'node:http'

export function answerJson(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value)
  // Headers as a list are written as they are; an object would be checked and copied for every answer.
  response.writeHead(status, ['content-type', 'application/json', 'content-length', String(Buffer.byteLength(body))])
  response.end(body)
}

/** A refusal before any message was looked at: a JSON-RPC error without an id. */
export function answerError(response: ServerResponse, status: number, message: string, code = -32000): void {
  leaveBody(response)
  answerJson(response, status, { jsonrpc: '2.0', error: { code, message }, id: null })
}

/** Writes a web `Response` that a library returned. */
export async function answerResponse(response: ServerResponse, answer: Response): Promise<void> {
  leaveBody(response)
  response.writeHead(answer.status, Object.fromEntries(answer.headers))
  response.end(await answer.text())
}

/** The unread rest of a body: a small one is drained, so that the connection stays usable; a large one is not waited for. */
function leaveBody(response: ServerResponse): void {
  const { req } = response
  if (req.complete) return
  if (Number(req.headers['content-length']) <= 65_536) req.resume()
  else response.setHeader('connection', 'close')
}
