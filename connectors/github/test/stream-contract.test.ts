import { streamContract } from '@portico/testing/streams'
import { githubSource } from '../src/streams/index.ts'

streamContract(githubSource, {
  credentials: { token: 'planted-token-of-the-contract' },
  recordings: new URL('./recordings/', import.meta.url),
  streams: {
    repositories: {},
    issues: {},
    comments: {},
    pullRequests: {},
    commits: {},
    releases: {},
  },
})
