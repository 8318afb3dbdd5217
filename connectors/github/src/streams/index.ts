import { defineSource } from '@portico/core/streams'
import { githubVendor } from '../vendor.ts'
import { version } from '../version.ts'
import { comments } from './comments.ts'
import { commits } from './commits.ts'
import { issues } from './issues.ts'
import { pullRequests } from './pull-requests.ts'
import { releases } from './releases.ts'
import { repositories } from './repositories.ts'

/** GitHub's streams, for syncs. The data plane: nothing here is called by services or agents. */
export const githubSource = defineSource(githubVendor, {
  version,
  streams: { repositories, issues, comments, pullRequests, commits, releases },
})

export { comments, commits, issues, pullRequests, releases, repositories }
