import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/server'
import type { Bytes } from '@portico/core'
import type { ServedTool } from '../toolset/served-tool.ts'
import { type Continuation, continuationText } from './continuation.ts'

/** Most bytes of a download in one answer. */
const mostBytes = 1_048_576

export function isBytes(data: unknown): data is Bytes {
  return typeof data === 'object' && data !== null && 'stream' in data && data.stream instanceof ReadableStream
}

/**
 * A download as content: images and audio as such, everything else as a resource. A long one comes in parts, each downloaded
 * anew.
 */
export async function readBytes(
  { qualifiedName, name }: ServedTool,
  data: Bytes,
  call: object,
  at: Continuation,
): Promise<CallToolResult> {
  const from = at.from ?? 0
  const { bytes, more } = await take(data.stream, from, mostBytes)
  const mimeType = data.contentType ?? 'application/octet-stream'
  const next = more ? continuationText({ from: from + bytes.byteLength }) : undefined
  const block = blockOf(bytes, mimeType, from > 0 || more, `portico://${name}`)
  const text = `${qualifiedName}: ${bytes.byteLength} bytes of ${mimeType}${more ? ', more follows' : ''}.`
  const structured = { ...(next !== undefined && { next }), call }
  return {
    content: [
      { type: 'text', text, annotations: { audience: ['user'] } },
      block,
      // For models that only see content, as with most hosts of 2025.
      {
        type: 'resource',
        resource: { uri: `portico://${name}#call`, mimeType: 'application/json', text: JSON.stringify(structured) },
        annotations: { audience: ['assistant'] },
      },
    ],
    structuredContent: structured,
  }
}

function blockOf(bytes: Uint8Array, mimeType: string, isPart: boolean, uri: string): ContentBlock {
  const base64 = Buffer.from(bytes).toString('base64')
  const [essence = ''] = mimeType.split(';', 1)
  if (!isPart && essence.startsWith('image/')) return { type: 'image', data: base64, mimeType: essence }
  if (!isPart && essence.startsWith('audio/')) return { type: 'audio', data: base64, mimeType: essence }
  if (essence.startsWith('text/') || essence === 'application/json' || essence.endsWith('+json')) {
    return { type: 'resource', resource: { uri, mimeType, text: Buffer.from(bytes).toString('utf8') } }
  }
  return { type: 'resource', resource: { uri, mimeType, blob: base64 } }
}

/** At most `most` bytes starting at `from`. The rest is cancelled, which releases the connection. */
async function take(
  stream: ReadableStream<Uint8Array>,
  from: number,
  most: number,
): Promise<{ bytes: Uint8Array; more: boolean }> {
  const chunks: Uint8Array[] = []
  let passed = 0
  let taken = 0
  for await (const chunk of stream) {
    const unread = chunk.subarray(Math.min(chunk.byteLength, Math.max(0, from - passed)))
    passed += chunk.byteLength
    const room = most - taken
    chunks.push(unread.subarray(0, room))
    taken += Math.min(room, unread.byteLength)
    // Leaving the loop cancels the stream.
    if (unread.byteLength > room) return { bytes: Buffer.concat(chunks), more: true }
  }
  return { bytes: Buffer.concat(chunks), more: false }
}
