import { z } from '@portico/core/contract'
import { repositoryPath } from './repository.ts'

/** A path in a repository: `docs/index.md`. */
export const contentPath = { ...repositoryPath, path: z.string().min(1) }

/** The SHA-1 of a git object, in hexadecimal. */
export const objectSha = z.string().regex(/^[0-9a-f]{40}$/)

/** What writing a file needs beyond its content: a commit. */
export const commitFields = {
  message: z.string().min(1),
  /** Default: the repository's default branch. */
  branch: z.string().min(1).optional(),
}

export const Commit = z.object({ sha: z.string(), message: z.string(), html_url: z.string() })

/** A file that was written, and the commit that wrote it. */
export const WrittenFile = z.object({
  content: z.object({ path: z.string(), sha: z.string(), html_url: z.string() }),
  commit: Commit,
})
