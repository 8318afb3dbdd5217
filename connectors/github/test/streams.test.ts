import { catalogOf } from '@portico/core/streams'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { githubSource, issues } from '../src/streams/index.ts'

test('what GitHub can filter is incremental, with a state for each repository; the rest is read whole', () => {
  const shown = catalogOf(githubSource).map(({ name, modes, cursorField }) => [name, modes.at(-1), cursorField])
  expect(shown).toEqual([
    ['repositories', 'full_refresh', undefined],
    ['issues', 'incremental', 'updated_at'],
    ['comments', 'incremental', 'updated_at'],
    ['pullRequests', 'full_refresh', undefined],
    ['commits', 'incremental', 'commit.committer.date'],
    ['releases', 'full_refresh', undefined],
  ])
})

test('the chosen repositories are the slices, and each record says which one it is of', () => {
  const { slices, add, settings } = issues.definition
  const chosen = z.parse(settings as z.ZodType, { repositories: ['octocat/hello-world', 'acme/.github'] })
  expect(slices!(chosen)).toEqual([
    { owner: 'octocat', repo: 'hello-world' },
    { owner: 'acme', repo: '.github' },
  ])
  expect(add!({ slice: { owner: 'acme', repo: '.github' } })).toEqual({ repository: 'acme/.github' })
})

test.each(['octocat', 'octocat/hello-world/issues', 'octocat/..', 'octocat/.', '../octocat', ''])(
  '%j names no repository',
  (name) => {
    expect(z.safeParse(issues.definition.settings as z.ZodType, { repositories: [name] }).success).toBe(false)
  },
)
