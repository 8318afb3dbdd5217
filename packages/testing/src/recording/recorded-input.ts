import { type FileReference, fileFromBytes } from '@portico/core'

interface WrittenFile {
  readonly name: string
  readonly contentType: string
  readonly text?: string
  readonly base64?: string
}

/** The input of a recording as the operation takes it: `{ "$file": … }` becomes a file. */
export function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive)
  if (typeof value !== 'object' || value === null) return value
  const { $file: file } = value as { $file?: WrittenFile }
  if (file !== undefined) {
    const content = file.base64 === undefined ? (file.text ?? '') : Buffer.from(file.base64, 'base64')
    return fileFromBytes(file.name, content, file.contentType)
  }
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, revive(field)]))
}

/** An input as a recording keeps it. */
export async function writable(value: unknown): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map(writable))
  if (typeof value !== 'object' || value === null) return value
  if (isFile(value)) return { $file: await written(value) }
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  return Object.fromEntries(await Promise.all(fields.map(async ([name, field]) => [name, await writable(field)] as const)))
}

function isFile(value: object): value is FileReference {
  return typeof (value as Partial<FileReference>).open === 'function'
}

async function written(file: FileReference): Promise<WrittenFile> {
  const { name, contentType } = file
  const chunks: Uint8Array[] = []
  for await (const chunk of file.open()) chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  const text = bytes.toString('utf8')
  return Buffer.from(text).equals(bytes) ? { name, contentType, text } : { name, contentType, base64: bytes.toString('base64') }
}
