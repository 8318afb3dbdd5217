import { z } from '@portico/core/contract'
import { Label } from '../schemas/label.ts'
import { perPage } from '../schemas/paging.ts'
import { repositoryPath } from '../schemas/repository.ts'
import { byLink } from '../paging.ts'
import { githubVendor } from '../vendor.ts'

export const listLabels = githubVendor.query('GET /repos/{owner}/{repo}/labels', {
  title: { en: 'List labels', ar: 'عرض التصنيفات' },
  summary: 'The labels that a repository knows.',
  input: z.object({ ...repositoryPath, per_page: perPage }),
  output: z.array(Label),
  page: byLink,
  examples: [
    { owner: 'octocat', repo: 'hello-world' },
    { owner: 'octocat', repo: 'hello-world', per_page: 50 },
  ],
})
