import { claim, z } from '@portico/core/contract'
import { Repository, repositoryPath } from '../schemas/repository.ts'
import { githubVendor } from '../vendor.ts'

export const createRepository = githubVendor.command('POST /user/repos', {
  title: { en: 'Create a repository', ar: 'إنشاء مستودع' },
  summary: 'Create a repository of the token’s own account; private unless said otherwise.',
  input: z.object({
    name: repositoryPath.repo,
    description: z.string().optional(),
    homepage: z.string().optional(),
    private: z.boolean().default(true),
    has_issues: z.boolean().optional(),
    has_wiki: z.boolean().optional(),
    auto_init: z.boolean().optional(),
    gitignore_template: z.string().min(1).optional(),
    license_template: z.string().min(1).optional(),
    delete_branch_on_merge: z.boolean().optional(),
  }),
  output: Repository,
  sideEffect: 'internal_write',
  reversibility: 'R1',
  approval: 'A1',
  // A second one of that name is refused, which does not tell whether the first was ours.
  idempotency: claim,
  audit: { entity: { type: 'repository', id: 'output.full_name' } },
  rollback: { manual: 'Archive or delete it in its settings. Deleting can not be taken back, so it is not offered here.' },
  examples: [
    { name: 'hello-world' },
    {
      name: 'handbook',
      description: 'How we work.',
      homepage: 'https://handbook.example',
      private: false,
      has_issues: true,
      has_wiki: false,
      auto_init: true,
      gitignore_template: 'Node',
      license_template: 'apache-2.0',
      delete_branch_on_merge: true,
    },
  ],
})
