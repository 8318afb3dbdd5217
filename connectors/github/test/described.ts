/** GitHub's objects as its REST reference shows them in the version that the connector declares. Values are made up. */

type Fields = Readonly<Record<string, unknown>>

const api = 'https://api.github.com'
const account = `${api}/users/octocat`

const octocat: Fields = {
  login: 'octocat',
  id: 1,
  node_id: 'MDQ6VXNlcjE=',
  avatar_url: 'https://github.com/images/error/octocat_happy.gif',
  gravatar_id: '',
  url: account,
  html_url: 'https://github.com/octocat',
  followers_url: `${account}/followers`,
  following_url: `${account}/following{/other_user}`,
  gists_url: `${account}/gists{/gist_id}`,
  starred_url: `${account}/starred{/owner}{/repo}`,
  subscriptions_url: `${account}/subscriptions`,
  organizations_url: `${account}/orgs`,
  repos_url: `${account}/repos`,
  events_url: `${account}/events{/privacy}`,
  received_events_url: `${account}/received_events`,
  type: 'User',
  site_admin: false,
}

export const comment = (id: number, updated_at: string): Fields => ({
  id,
  node_id: `IC_described${id}`,
  url: `${api}/repos/octocat/hello-world/issues/comments/${id}`,
  html_url: `https://github.com/octocat/hello-world/issues/1#issuecomment-${id}`,
  issue_url: `${api}/repos/octocat/hello-world/issues/1`,
  body: 'Bring water.',
  user: octocat,
  author_association: 'OWNER',
  performed_via_github_app: null,
  created_at: '2026-11-24T10:00:00Z',
  updated_at,
})
