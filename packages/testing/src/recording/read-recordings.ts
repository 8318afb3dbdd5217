import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Recording, recordingSchema } from './recording.ts'

/** A file in the folder that is no recording, with the reason. */
export interface Unreadable {
  readonly file: string
  readonly reason: string
}

/** Reads a folder of recordings, ordered by file name. A folder that is not there holds none. */
export function readRecordings(folder: URL): {
  readonly recordings: readonly Recording[]
  readonly unreadable: readonly Unreadable[]
} {
  const recordings: Recording[] = []
  const unreadable: Unreadable[] = []
  for (const file of filesOf(folder)) {
    const read = readRecording(file, readFileSync(new URL(file, folder), 'utf8'))
    if ('reason' in read) unreadable.push(read)
    else recordings.push(read)
  }
  return { recordings, unreadable }
}

function readRecording(file: string, text: string): Recording | Unreadable {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { file, reason: (error as SyntaxError).message }
  }
  const parsed = recordingSchema.safeParse(value)
  if (parsed.success) return { ...parsed.data, file }
  const [issue] = parsed.error.issues
  return { file, reason: `${issue!.path.join('.')}: ${issue!.message}` }
}

function filesOf(folder: URL): string[] {
  if (!folder.pathname.endsWith('/')) throw new TypeError(`recordings: ${folder.href} is no folder: end it with a slash`)
  try {
    return readdirSync(fileURLToPath(folder))
      .filter((file) => file.endsWith('.json'))
      .toSorted()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
