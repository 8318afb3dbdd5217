import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type * as z from 'zod'
import { type Recording, recordingSchema } from './recording.ts'
import { type StreamRecording, streamRecordingSchema } from './stream-recording.ts'

/** A file in the folder that is not a recording, with the reason. */
export interface Unreadable {
  readonly file: string
  readonly reason: string
}

/** What a folder of recordings holds. */
export interface ReadFolder<Read> {
  readonly recordings: readonly Read[]
  readonly unreadable: readonly Unreadable[]
}

/** Reads a folder of recordings, ordered by file name. A missing folder holds none. */
export function readRecordings(folder: URL): ReadFolder<Recording> {
  return readFolder(folder, recordingSchema, ['streams'])
}

/** Reads the recordings of streams, from `streams/` in a folder of recordings. */
export function readStreamRecordings(folder: URL): ReadFolder<StreamRecording> {
  const { recordings, unreadable } = readFolder(new URL('streams/', folder), streamRecordingSchema)
  const within = <Named extends { readonly file: string }>(named: Named): Named => ({ ...named, file: `streams/${named.file}` })
  return { recordings: recordings.map(within), unreadable: unreadable.map(within) }
}

function readFolder<Schema extends z.ZodType<object>>(
  folder: URL,
  schema: Schema,
  folders: readonly string[] = [],
): ReadFolder<z.output<Schema> & { readonly file: string }> {
  const recordings: (z.output<Schema> & { readonly file: string })[] = []
  const unreadable: Unreadable[] = []
  for (const file of namesIn(folder)) {
    if (folders.includes(file)) continue
    // A file that is not read is not scanned for secrets either.
    if (!file.endsWith('.json')) {
      unreadable.push({ file, reason: 'recordings are .json files of this folder itself: move it elsewhere' })
      continue
    }
    const read = readRecording(readFileSync(new URL(file, folder), 'utf8'), schema)
    if ('reason' in read) unreadable.push({ file, reason: read.reason })
    else recordings.push({ ...read.recording, file })
  }
  return { recordings, unreadable }
}

function readRecording<Schema extends z.ZodType<object>>(
  text: string,
  schema: Schema,
): { readonly recording: z.output<Schema> } | { readonly reason: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { reason: (error as SyntaxError).message }
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return { recording: parsed.data }
  const [issue] = parsed.error.issues
  return { reason: `${issue!.path.join('.')}: ${issue!.message}` }
}

/** Everything in a folder except hidden files. */
function namesIn(folder: URL): string[] {
  if (!folder.pathname.endsWith('/')) throw new TypeError(`recordings: ${folder.href} is not a folder: end it with a slash`)
  try {
    return readdirSync(fileURLToPath(folder))
      .filter((name) => !name.startsWith('.'))
      .toSorted()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
