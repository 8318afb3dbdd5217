import { withoutValues } from './without-values.ts'

interface Reason {
  readonly codes: readonly string[]
  /** The C library's wording, with which DuckDB's messages end. */
  readonly said: RegExp
  readonly told: string
}

const reasons: readonly Reason[] = [
  { codes: ['EACCES', 'EPERM'], said: /Permission denied|Operation not permitted/, told: 'permission is denied' },
  { codes: ['EROFS'], said: /Read-only file system|in read-only mode/, told: 'it is read-only' },
  { codes: ['ENOSPC'], said: /No space left on device/, told: 'the disk is full' },
  { codes: ['EDQUOT'], said: /Disk quota exceeded/, told: 'the quota is exceeded' },
  { codes: ['EFBIG'], said: /File too large/, told: 'a file may not grow further (ulimit -f)' },
  { codes: ['ENOTDIR'], said: /Not a directory/, told: 'a file is where a folder should be' },
]

/** Why the operating system refused, in our words; undefined where the failure is not the system's. */
export function systemReason(error: unknown): string | undefined {
  const { code, message } = error as NodeJS.ErrnoException
  const known = reasons.find(
    ({ codes, said }) => codes.includes(code ?? '') || (code === undefined && said.test(withoutValues(message))),
  )
  return known?.told ?? (typeof code === 'string' ? code : undefined)
}
