import { z } from '@portico/core/contract'
import { stream } from '@portico/core/streams'
import { nullishInteger, nullishText } from '../schemas/nullish.ts'
import { byLink } from '../paging.ts'
import { githubVendor } from '../vendor.ts'
import { byRepository, fromRepository } from './by-repository.ts'

/** Whoever git says it was. */
const Signature = z.object({ name: nullishText, email: nullishText, date: z.string() })

/** The account that GitHub knows by that address: null, or empty, where there is none. */
const KnownAccount = z.object({ id: nullishInteger, login: nullishText }).nullish()

/**
 * `since` compares the committer's date (github.com/rundel/ghclass/issues/139, 2026-11-28), which git takes from the committer's own
 * clock, and which is long past when a branch is merged late.
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
    // As `git log` has them: parents after children, dates in any order.
    order: 'none',
    lookback: '30d',
    // A clock set ahead must not carry the saved value past the present.
    settle: '1m',
    state: 'slice',
  },
  // A forced push takes commits out of the branch without a word.
  deletes: 'unseen',
  freshness: '6h',
  owner: 'Operations',
  consumers: [{ name: 'delivery metrics', kind: 'report' }],
  sensitivity: 'S1',
  // Names and addresses of people.
  sensitiveFields: { commit: 'S3' },
  schemaChanges: 'evolve',
})
