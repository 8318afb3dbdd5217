import { z } from '@portico/core/contract'
import { Account } from '../schemas/account.ts'
import { direction, perPage } from '../schemas/paging.ts'
import { SearchFacts } from '../schemas/search-facts.ts'
import { Repository } from '../schemas/repository.ts'
import { byLink } from '../paging.ts'
import { githubVendor } from '../vendor.ts'

export const searchRepositories = githubVendor.query('GET /search/repositories', {
  title: { en: 'Search repositories', ar: 'البحث في المستودعات' },
  summary: 'Repositories that match a query: the first thousand. A search that GitHub cuts short is an error.',
  input: z.object({
    /** Words and qualifiers: `tetris language:typescript`. At most 256 characters besides the qualifiers. */
    q: z.string().min(1),
    sort: z.enum(['stars', 'forks', 'help-wanted-issues', 'updated']).optional(),
    order: direction.optional(),
    per_page: perPage,
  }),
  output: z.array(Repository.extend({ owner: Account.nullish() })),
  pick: 'items',
  page: byLink,
  facts: SearchFacts,
  budget: 'search',
  examples: [{ q: 'hello' }, { q: 'hello language:typescript', sort: 'stars', order: 'desc', per_page: 50 }],
})
