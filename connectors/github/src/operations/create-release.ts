import { lookup, z } from '@portico/core/contract'
import { Release } from '../schemas/release.ts'
import { repositoryPath } from '../schemas/repository.ts'
import { asGiven } from '../schemas/text.ts'
import { githubVendor } from '../vendor.ts'
import { deleteRelease } from './delete-release.ts'
import { getReleaseByTag } from './get-release-by-tag.ts'

const Input = z.object({
  ...repositoryPath,
  tag_name: z.string().min(1),
  target_commitish: z.string().min(1).optional(),
  name: z.string().min(1).optional(),
  body: z.string().optional(),
  prerelease: z.boolean().optional(),
  generate_release_notes: z.boolean().optional(),
  /** `legacy` decides by date and semantic version. */
  make_latest: z.enum(['true', 'false', 'legacy']).optional(),
  discussion_category_name: z.string().min(1).optional(),
})
type Input = z.output<typeof Input>

export const createRelease = githubVendor.command('POST /repos/{owner}/{repo}/releases', {
  title: { en: 'Publish a release', ar: 'نشر إصدار' },
  summary: 'Publish a release. A tag that is not there is made.',
  input: Input,
  output: Release,
  sideEffect: 'external_message',
  reversibility: 'R2',
  approval: 'A2',
  // A tag has one published release, so at most one can be ours; what was sent tells it from an older one, which undo would
  // delete. Drafts have no such limit.
  idempotency: lookup(getReleaseByTag, {
    input: ({ input: { owner, repo, tag_name } }: { input: Input }) => ({ owner, repo, tag: tag_name }),
    found: ({ input, output }: { input: Input; output: z.output<typeof Release> }) => (isOf(input, output) ? output : undefined),
    // Whoever may publish a release may read it: without the rights, the first attempt would have been refused.
    absent: 'not_found',
    settle: '2s',
  }),
  audit: { entity: { type: 'release', id: ['input.owner', 'input.repo', 'input.tag_name'] }, omit: ['body'] },
  rollback: {
    operation: deleteRelease,
    input: ({ input: { owner, repo }, output }) => ({ owner, repo, release_id: output.id }),
    notes: 'The tag stays; watchers were told, and what was downloaded is out.',
  },
  examples: [
    { owner: 'octocat', repo: 'hello-world', tag_name: 'v1.0.0' },
    {
      owner: 'octocat',
      repo: 'hello-world',
      tag_name: 'v1.1.0-rc.1',
      target_commitish: 'main',
      name: '1.1.0, first candidate',
      body: 'Adds a fire alarm.',
      prerelease: true,
      generate_release_notes: true,
      make_latest: 'false',
      discussion_category_name: 'Announcements',
    },
  ],
})

function isOf(
  { name, body, prerelease = false, generate_release_notes: generates }: Input,
  release: z.output<typeof Release>,
): boolean {
  // Without a name GitHub stores none, or generates one with the notes (github.com/tarides/dune-release/issues/285, 2026-11-29).
  const isNamed =
    name === undefined ? generates === true || asGiven(release.name) === '' : asGiven(release.name) === asGiven(name)
  // Generated notes follow the text.
  const text = asGiven(release.body)
  const isTold = body === undefined || (generates ? text.startsWith(asGiven(body)) : text === asGiven(body))
  return isNamed && isTold && release.prerelease === prerelease
}
