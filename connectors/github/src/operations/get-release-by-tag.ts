import { z } from '@portico/core/contract'
import { Release } from '../schemas/release.ts'
import { repositoryPath } from '../schemas/repository.ts'
import { githubVendor } from '../vendor.ts'

export const getReleaseByTag = githubVendor.query('GET /repos/{owner}/{repo}/releases/tags/{tag}', {
  title: { en: 'Get a release by its tag', ar: 'عرض إصدار حسب الوسم' },
  summary: 'The published release of a tag. A draft is not found.',
  input: z.object({ ...repositoryPath, tag: z.string().min(1) }),
  output: Release,
  examples: [{ owner: 'octocat', repo: 'hello-world', tag: 'v1.0.0' }],
})
