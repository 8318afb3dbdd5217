import { z } from '@portico/core/contract'
import { Repository, repositoryPath } from '../schemas/repository.ts'
import { githubVendor } from '../vendor.ts'

export const getRepository = githubVendor.query('GET /repos/{owner}/{repo}', {
  title: { en: 'Get a repository', ar: 'عرض مستودع' },
  summary: 'One repository. A private one that the token may not read is not found.',
  input: z.object(repositoryPath),
  output: Repository,
  examples: [{ owner: 'octocat', repo: 'hello-world' }],
})
