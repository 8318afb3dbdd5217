import { z } from '@portico/core/contract'
import { stream } from '@portico/core/streams'
import { nullishInteger, nullishText } from '../schemas/nullish.ts'
import { byLink } from '../paging.ts'
import { githubVendor } from '../vendor.ts'
import { byRepository, fromRepository } from './by-repository.ts'

/** The author or committer according to git. */
const Signature = z.object({ name: nullishText, email: nullishText, date: z.string() })

/** The GitHub account with that address; null or empty if there is none. */
const KnownAccount = z.object({ id: nullishInteger, login: nullishText }).nullish()

/**
 * `since` compares the committer's date (github.com/rundel/ghclass/issues/139, 2026-11-28), which git takes from the committer's
 * own clock, and which is long past if a branch is merged late.
 */
export const commits = stream(githubVendor, 'GET /repos/{owner}/{repo}/commits', {
  ...byRepository,
  summary: 'Commits of the default branch. What is merged a month after it was committed shows in a full read only.',
  title: { en: 'Commits', ar: 'الإيداعات' },
  record: z.object({
    ...fromRepository,
    sha: z.string(),
    node_id: z.string(),
    html_url: z.string(),
    commit: z.object({
      message: z.string(),
      author: Signature.nullish(),
      committer: Signature,
      comment_count: z.int(),
      tree: z.object({ sha: z.string() }),
      verification: z.object({ verified: z.boolean(), reason: z.string() }).nullish(),
    }),
    author: KnownAccount,
    committer: KnownAccount,
    parents: z.array(z.object({ sha: z.string() })),
  }),
  // Forks share commits.
  primaryKey: ['repository', 'sha'],
  fields: { per_page: 100 },
  page: byLink,
  // "Git Repository is empty." The official description lists the status (npm:@octokit/openapi 23.0.2, 2026-11-28).
  emptyOn: [409],
  cursor: {
    field: 'commit.committer.date',
    since: 'since',
    until: 'until',
    precision: 's',
    boundary: 'inclusive',
    // As in `git log`: parents after children, dates in any order.
    order: 'none',
    lookback: '30d',
    // A clock that is ahead must not push the saved value into the future.
    settle: '1m',
    state: 'slice',
  },
  // A force push silently removes commits from the branch.
  deletes: 'unseen',
  freshness: '6h',
  owner: 'Operations',
  consumers: [{ name: 'delivery metrics', kind: 'report' }],
  sensitivity: 'S1',
  // Names and addresses of people.
  sensitiveFields: { commit: 'S3' },
  schemaChanges: 'evolve',
})
