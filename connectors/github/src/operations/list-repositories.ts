import { z } from '@portico/core/contract'
import { direction, perPage } from '../schemas/paging.ts'
import { Repository } from '../schemas/repository.ts'
import { byLink } from '../paging.ts'
import { githubVendor } from '../vendor.ts'

export const listRepositories = githubVendor.query('GET /user/repos', {
  title: { en: 'List repositories', ar: 'عرض المستودعات' },
  summary: 'The repositories that the token’s account can see.',
  input: z.object({
    visibility: z.enum(['all', 'public', 'private']).optional(),
    affiliation: z
      .array(z.enum(['owner', 'collaborator', 'organization_member']))
      .min(1)
      .optional(),
    sort: z.enum(['created', 'updated', 'pushed', 'full_name']).optional(),
    direction: direction.optional(),
    since: z.iso.datetime().optional(),
    before: z.iso.datetime().optional(),
    per_page: perPage,
  }),
  output: z.array(Repository),
  page: byLink,
  examples: [
    {},
    {
      visibility: 'private',
      affiliation: ['owner', 'collaborator'],
      sort: 'updated',
      direction: 'desc',
      since: '2026-01-01T00:00:00Z',
      before: '2027-01-01T00:00:00Z',
      per_page: 50,
    },
  ],
})
