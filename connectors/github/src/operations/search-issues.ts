import { z } from '@portico/core/contract'
import { Issue } from '../schemas/issue.ts'
import { direction, perPage } from '../schemas/paging.ts'
import { SearchFacts } from '../schemas/search-facts.ts'
import { byLink } from '../paging.ts'
import { githubVendor } from '../vendor.ts'

export const searchIssues = githubVendor.query('GET /search/issues', {
  title: { en: 'Search issues', ar: 'البحث في المسائل' },
  summary: 'Issues and pull requests that match a query: the first thousand. A search that GitHub cuts short is an error.',
  input: z.object({
    /** Words and qualifiers: `fire repo:octocat/hello-world is:issue`. At most 256 characters besides the qualifiers. */
    q: z.string().min(1),
    sort: z.enum(['comments', 'reactions', 'interactions', 'created', 'updated']).optional(),
    order: direction.optional(),
    per_page: perPage,
  }),
  output: z.array(Issue),
  pick: 'items',
  page: byLink,
  facts: SearchFacts,
  budget: 'search',
  examples: [
    { q: 'fire repo:octocat/hello-world' },
    { q: 'fire repo:octocat/hello-world is:issue', sort: 'updated', order: 'desc', per_page: 50 },
  ],
})
