import { Mistake } from '../mistake.ts'

/** A log that cannot be read is a mistake in the command line, not a broken log. */
export function unreadable(log: string, error: unknown): never {
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined) throw error
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EISDIR: 'it is a folder',
    EACCES: 'it may not be read',
  }
  throw new Mistake('file', log, reasons[code] ?? code, 'name an audit log, such as ./audit.jsonl', error)
}
