import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Token } from '@portico/core'
import * as z from 'zod'
import { Mistake } from '../mistake.ts'
import { exclusively } from './file-lock.ts'

const tokenSchema = z.looseObject({
  accessToken: z.string(),
  expiresAt: z.number().optional(),
  refreshToken: z.string().optional(),
  scopes: z.array(z.string()).optional(),
  fields: z.record(z.string(), z.unknown()),
})
const contentSchema = z.object({
  version: z.literal(1),
  /** By tenant, account and connector: `{ scheme: credential }`. */
  credentials: z.record(z.string(), z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())]))),
  /** By connector and the key from core. */
  tokens: z.record(z.string(), tokenSchema),
})

export type StoredCredential = Readonly<Record<string, string | Readonly<Record<string, string>>>>

interface Content {
  readonly version: 1
  credentials: Record<string, StoredCredential>
  tokens: Record<string, Token>
}

/** Secrets on disk, readable only by their owner. */
export interface CredentialsFile {
  /** Absolute path. */
  readonly path: string
  read(): Promise<Content>
  /** Reads, changes and writes while holding the lock. */
  update(change: (content: Content) => void): Promise<void>
  /** Runs one at a time per name, across all processes. */
  exclusively<T>(name: string, run: () => Promise<T>): Promise<T>
}

/** Where the file is: as configured, or in the user's own configuration folder, never inside a repository by default. */
export function credentialsPath(
  env: Readonly<Record<string, string | undefined>>,
  configured: { readonly folder: string; readonly file: string | undefined },
): string {
  if (configured.file !== undefined) return resolve(configured.folder, configured.file)
  return join(env['XDG_CONFIG_HOME'] || join(env['HOME'] || homedir(), '.config'), 'portico', 'credentials.json')
}

export function credentialsFile(path: string, signal: AbortSignal): CredentialsFile {
  const file: CredentialsFile = {
    path,
    async read() {
      const text = await textOf(path)
      return text === undefined ? { version: 1, credentials: {}, tokens: {} } : contentOf(text, path)
    },
    async update(change) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await exclusively(`${path}.lock`, signal, async () => {
        const content = await file.read()
        change(content)
        // Written beside it and renamed, so that a crash leaves either the old content or the new.
        const beside = `${path}.${randomUUID()}`
        try {
          await writeFile(beside, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' })
          await rename(beside, path)
        } catch (error) {
          await rm(beside, { force: true })
          throw error
        }
      })
    },
    async exclusively(name, run) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      return exclusively(`${path}.${name.replaceAll(/[^A-Za-z0-9-]+/g, '_')}.lock`, signal, run)
    },
  }
  return file
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    const { mode } = await stat(path)
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new Mistake('credentials', path, 'other users of this machine may read it', `chmod 600 ${path}`)
    }
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function contentOf(text: string, path: string): Content {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The parser's message may quote the file, and so a secret.
    throw unreadable(path)
  }
  const parsed = contentSchema.safeParse(value)
  if (!parsed.success) throw unreadable(path)
  return parsed.data as Content
}

function unreadable(path: string): Mistake {
  return new Mistake(
    'credentials',
    path,
    'it is not a file of portico credentials',
    'move it away and log in again: portico auth login',
  )
}
