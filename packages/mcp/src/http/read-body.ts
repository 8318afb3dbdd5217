import type { IncomingMessage } from 'node:http'

export type ReadBody =
  | { readonly body: unknown; readonly problem?: undefined }
  | { readonly problem: 'size' | 'depth' | 'syntax' | 'keys' | 'aborted'; readonly status: number; readonly message: string }

/** Reads a JSON body of bounded size and depth. Reading stops once it is too large. */
export async function readBody(
  request: IncomingMessage,
  most: { readonly bytes: number; readonly depth: number },
): Promise<ReadBody> {
  const tooLarge = { problem: 'size', status: 413, message: `the body has more than ${most.bytes} bytes` } as const
  const declared = Number(request.headers['content-length'])
  if (declared > most.bytes) return tooLarge
  const text = await textOf(request, most.bytes)
  if (text === 'too large') return tooLarge
  if (text === 'aborted') return { problem: 'aborted', status: 400, message: 'the body did not arrive' }
  let body: unknown
  try {
    body = JSON.parse(text.read)
  } catch {
    return { problem: 'syntax', status: 400, message: 'the body is not JSON' }
  }
  return checkShape(body, most.depth) ?? { body }
}

/** By events: an async iterator over the request costs more than the rest of this file. */
function textOf(request: IncomingMessage, mostBytes: number): Promise<{ readonly read: string } | 'too large' | 'aborted'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.byteLength
      if (bytes > mostBytes) {
        request.pause()
        resolve('too large')
      } else chunks.push(chunk)
    })
    request.on('end', () => resolve({ read: (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString('utf8') }))
    request.on('close', () => resolve('aborted'))
  })
}

/** Visits every level without recursion, so that a deep body cannot exhaust the stack. */
function checkShape(body: unknown, mostDepth: number): ReadBody | undefined {
  let level: unknown[] = [body]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > mostDepth)
      return { problem: 'depth', status: 400, message: `the body is nested more than ${mostDepth} levels deep` }
    const below: unknown[] = []
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue
      if (Object.hasOwn(value, '__proto__')) return { problem: 'keys', status: 400, message: "the body has a key '__proto__'" }
      for (const member of Array.isArray(value) ? (value as unknown[]) : Object.values(value)) {
        if (typeof member === 'object' && member !== null) below.push(member)
      }
    }
    level = below
  }
  return undefined
}
