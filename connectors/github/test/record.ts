import { setTimeout as wait } from 'node:timers/promises'
import { recordingPlan } from '@portico/testing/record'
import { github } from '../src/index.ts'
import { githubSource } from '../src/streams/index.ts'
import * as described from './described.ts'

const owner = 'octocat'
const repo = 'hello-world'
const json = { 'content-type': 'application/json' }
// GitHub's links name a repository by its id.
const commentPages = 'https://api.github.com/repositories/1296269/issues/comments?sort=updated&direction=desc&per_page=1'

export const plan = recordingPlan(github, {
  description: 'vendors/specs/github__api.github.com.json.gz',
  credentials: (environment) => ({ token: environment('GITHUB_TOKEN') }),
  emulate: {
    service: 'github',
    seed: {
      tokens: { 'github-token-of-the-emulator': { login: owner, scopes: ['repo'] } },
      github: {
        users: [{ login: owner, name: 'The Octocat' }],
        repos: [
          { owner, name: repo, description: 'My first repository.', language: 'TypeScript' },
          { owner, name: 'spoon-knife', description: 'A fork to eat with.' },
        ],
      },
    },
    credentials: { token: 'github-token-of-the-emulator' },
    origins: (baseUrl) => ({ api: baseUrl }),
    prepare: branch,
  },
  async record(step) {
    await step('getViewer', {})
    await step('getRateLimit', {})

    await step('getRepository', { owner, repo })
    await step('getRepository', { owner, repo: 'goodbye-world' }, { as: 'missing', fails: 'not_found' })
    await step('createRepository', { name: 'handbook', description: 'How we work.', auto_init: true })
    await step('listRepositories', { per_page: 2 }, { pages: 2 })

    const issue = await step('createIssue', { owner, repo, title: 'Printer on fire', body: 'Second floor.', labels: ['bug'] })
    const { number: issue_number } = issue
    await step.undo('createIssue')
    await step('createIssue', { owner, repo, title: 'Coffee machine empty' }, { unrecorded: true })
    await step('getIssue', { owner, repo, issue_number })
    await step('getIssue', { owner, repo, issue_number: 999 }, { as: 'missing', fails: 'not_found' })
    await step('listIssues', { owner, repo, state: 'all', per_page: 1 }, { pages: 2 })
    await step('reopenIssue', { owner, repo, issue_number })
    await step.undo('reopenIssue')
    await step('closeIssue', { owner, repo, issue_number, state_reason: 'completed' })
    await step.undo('closeIssue')
    await step('updateIssue', { owner, repo, issue_number, title: 'Printer still on fire' })
    await step('searchIssues', { q: `fire repo:${owner}/${repo} is:issue`, per_page: 1 })

    const comment = await step('createComment', { owner, repo, issue_number, body: 'Bring water.' })
    await step('listComments', { owner, repo, issue_number })
    await step('updateComment', { owner, repo, comment_id: comment.id, body: 'Bring sand.' })
    await step.undo('createComment')
    const second = await step('createComment', { owner, repo, issue_number, body: 'Out.' }, { unrecorded: true })
    await step('deleteComment', { owner, repo, comment_id: second.id })

    await step('addLabel', { owner, repo, issue_number, name: 'urgent' })
    await step('listLabels', { owner, repo, per_page: 2 })
    await step.undo('addLabel')
    await step('addLabel', { owner, repo, issue_number, name: 'smoke' }, { unrecorded: true })
    await step('removeLabel', { owner, repo, issue_number, name: 'smoke' })
    await step.undo('removeLabel')

    await step('createFile', {
      owner,
      repo,
      path: 'docs/alarm.md',
      message: 'Describe the alarm',
      content: 'UmluZy4=',
      branch: 'main',
    })
    await step('getContent', { owner, repo, path: 'docs/alarm.md' })
    await step('getContent', { owner, repo, path: 'docs/none.md' }, { as: 'missing', fails: 'not_found' })
    await step.undo('createFile')
    const again = await step(
      'createFile',
      { owner, repo, path: 'docs/drill.md', message: 'Plan a drill', content: 'UnVuLg==' },
      { unrecorded: true },
    )
    const file = { owner, repo, path: 'docs/drill.md' }
    await step('updateFile', { ...file, message: 'Plan it again', content: 'V2Fsay4=', sha: again.content.sha })
    await step('deleteFile', { ...file, message: 'No drill', sha: again.content.sha }, { as: 'moved', fails: 'conflict' })

    await step(
      'createFile',
      { owner, repo, path: 'alarm.md', message: 'Add it', content: 'UmluZy4=', branch: 'fire-alarm' },
      { unrecorded: true },
    )
    const pull = await step('createPullRequest', { owner, repo, title: 'Add a fire alarm', head: 'fire-alarm', base: 'main' })
    await step('listPullRequests', { owner, repo, head: `${owner}:fire-alarm`, base: 'main' }, { as: 'found' })
    await step('getPullRequest', { owner, repo, pull_number: pull.number })
    await step.undo('createPullRequest')
    await step('reopenPullRequest', { owner, repo, pull_number: pull.number })
    await step.undo('reopenPullRequest')
    await step('closePullRequest', { owner, repo, pull_number: pull.number }, { as: 'again' })
    await step.undo('closePullRequest')
    const { head } = await step('getPullRequest', { owner, repo, pull_number: pull.number }, { unrecorded: true })
    await step('mergePullRequest', { owner, repo, pull_number: pull.number, sha: head.sha })
    await step('getPullRequest', { owner, repo, pull_number: pull.number }, { as: 'merged' })

    await step('createRelease', { owner, repo, tag_name: 'v1.0.0', name: '1.0.0' })
    await step('getReleaseByTag', { owner, repo, tag: 'v1.0.0' })
    await step('getLatestRelease', { owner, repo })
    await step('listReleases', { owner, repo, per_page: 1 })
    await step.undo('createRelease')
    await step('getReleaseByTag', { owner, repo, tag: 'v1.0.0' }, { as: 'missing', fails: 'not_found' })
    await step('searchRepositories', { q: 'hello', per_page: 1 })
  },
  streams: {
    source: githubSource,
    async record(read, step) {
      const slice = { owner, repo }
      const unrecorded = { unrecorded: true } as const
      const small = { per_page: 2 }
      const file = { ...slice, path: 'exits.md', message: 'Name the exits', content: 'Tm9ydGgu', branch: 'fire-alarm' }
      await step('createFile', file, unrecorded)
      await step('createPullRequest', { ...slice, title: 'Name the exits', head: 'fire-alarm', base: 'main' }, unrecorded)
      await step('createRelease', { ...slice, tag_name: 'v1.0.0', name: '1.0.0' }, unrecorded)
      await step('createRelease', { ...slice, tag_name: 'v1.1.0', name: '1.1.0' }, unrecorded)
      // GitHub's stamps are whole seconds: what follows is newer than all that was there.
      await wait(1_100)
      const late = await step('createIssue', { ...slice, title: 'Smell of smoke' }, unrecorded)
      await step('createFile', { ...slice, path: 'toast.md', message: 'Ban toast', content: 'Tm8u' }, unrecorded)

      await read('repositories', { scenario: 'pages', fields: small })
      await read('issues', { scenario: 'pages', slice, fields: small })
      await read('issues', { scenario: 'since', slice, since: late.updated_at })
      await read('pullRequests', { scenario: 'pages', slice, fields: { per_page: 1 } })
      await read('commits', { scenario: 'pages', slice, fields: small })
      await read('commits', { scenario: 'since', slice, since: late.updated_at })
      await read('releases', { scenario: 'pages', slice, fields: { per_page: 1 } })

      const empty = { owner, repo: 'blank' }
      await step('createRepository', { name: empty.repo, auto_init: true }, unrecorded)
      for (const stream of ['issues', 'pullRequests', 'releases'] as const) {
        await read(stream, { scenario: 'empty', slice: empty })
      }
      await step('createRepository', { name: 'hollow', auto_init: false }, unrecorded)
      await read('commits', { scenario: 'empty', slice: { owner, repo: 'hollow' } })
    },
    // The emulator takes the comments of a repository for an issue of that name.
    described: {
      source: 'https://docs.github.com/en/rest/issues/comments and /repos/repos, 2022-11-28, read 2026-11-28',
      recordings: [
        { stream: 'repositories', scenario: 'empty', answers: [{ body: [] }] },
        {
          stream: 'comments',
          scenario: 'pages',
          slice: { owner, repo },
          fields: { per_page: 1 },
          answers: [
            {
              headers: { ...json, link: `<${commentPages}&page=2>; rel="next"` },
              body: [described.comment(2, '2026-11-26T08:00:00Z')],
            },
            {
              headers: { ...json, link: `<${commentPages}&page=1>; rel="prev"` },
              body: [described.comment(1, '2026-11-24T10:00:00Z')],
            },
          ],
        },
        {
          stream: 'comments',
          scenario: 'since',
          slice: { owner, repo },
          since: '2026-11-26T00:00:00Z',
          answers: [{ body: [described.comment(2, '2026-11-26T08:00:00Z')] }],
        },
        { stream: 'comments', scenario: 'empty', slice: { owner, repo: 'blank' }, answers: [{ body: [] }] },
      ],
    },
  },
})

/** A pull request needs a branch, and the connector makes none. */
async function branch(baseUrl: string): Promise<void> {
  const headers = { authorization: 'Bearer github-token-of-the-emulator', 'content-type': 'application/json' }
  const refs = `${baseUrl}/repos/${owner}/${repo}/git`
  const main = (await (await fetch(`${refs}/ref/heads/main`, { headers })).json()) as { object: { sha: string } }
  const body = JSON.stringify({ ref: 'refs/heads/fire-alarm', sha: main.object.sha })
  const { status } = await fetch(`${refs}/refs`, { method: 'POST', headers, body })
  if (status !== 201) throw new Error(`the emulator made no branch: ${status}`)
}
