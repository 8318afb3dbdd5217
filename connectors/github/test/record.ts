import { recordingPlan } from '@portico/testing/record'
import { github } from '../src/index.ts'

const owner = 'octocat'
const repo = 'hello-world'

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
