import { z } from '@portico/core/contract'
import { Release } from '../schemas/release.ts'
import { repositoryPath } from '../schemas/repository.ts'
import { githubVendor } from '../vendor.ts'

export const getLatestRelease = githubVendor.query('GET /repos/{owner}/{repo}/releases/latest', {
  title: { en: 'Get the latest release', ar: 'عرض أحدث إصدار' },
  summary: 'The release that is marked as latest: no draft, no prerelease. Without one it is not found.',
  input: z.object(repositoryPath),
  output: Release,
  examples: [{ owner: 'octocat', repo: 'hello-world' }],
})
