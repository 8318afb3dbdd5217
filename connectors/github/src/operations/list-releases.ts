import { z } from '@portico/core/contract'
import { perPage } from '../schemas/paging.ts'
import { Release } from '../schemas/release.ts'
import { repositoryPath } from '../schemas/repository.ts'
import { byLink } from '../paging.ts'
import { githubVendor } from '../vendor.ts'

export const listReleases = githubVendor.query('GET /repos/{owner}/{repo}/releases', {
  title: { en: 'List releases', ar: 'عرض الإصدارات' },
  summary: 'Releases of a repository. Drafts are among them for who may push.',
  input: z.object({ ...repositoryPath, per_page: perPage }),
  output: z.array(Release),
  page: byLink,
  examples: [
    { owner: 'octocat', repo: 'hello-world' },
    { owner: 'octocat', repo: 'hello-world', per_page: 50 },
  ],
})
