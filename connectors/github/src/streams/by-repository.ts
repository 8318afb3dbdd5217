import { z } from '@portico/core/contract'
import { repositoryPath } from '../schemas/repository.ts'

/** `octocat/hello-world`; never a dot segment, which would point a path elsewhere. */
const fullName = z
  .string()
  .max(201)
  .regex(/^[\w-]+\/(?!\.\.?$)[\w.-]+$/)

interface Place {
  readonly owner: string
  readonly repo: string
}

/** Shared by streams that are read repository by repository: each has its own state, and its records name their repository. */
export const byRepository = {
  settings: z.object({ repositories: z.array(fullName).min(1) }),
  slice: z.object(repositoryPath),
  slices: ({ repositories }: { readonly repositories: readonly string[] }): readonly Place[] =>
    repositories.map((name) => {
      const slash = name.indexOf('/')
      return { owner: name.slice(0, slash), repo: name.slice(slash + 1) }
    }),
  add: ({ slice: { owner, repo } }: { readonly slice: Place }) => ({ repository: `${owner}/${repo}` }),
}

/** The field that `add` puts into each record. */
export const fromRepository = { repository: z.string() }
