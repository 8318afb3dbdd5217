import { bearer, defineVendor, rateHeaders } from '@portico/core/contract'
import { githubApp } from '@portico/core/jwt'
import { failures } from './failures.ts'

/** GitHub's REST API: `token` is a personal access token or an OAuth token, `app` a GitHub App's key and installation. */
export const githubVendor = defineVendor({
  id: 'github',
  title: { en: 'GitHub', ar: 'غيت هب' },
  // 2026-03-10 is out. Nothing here promises the four things it removes, so this connector can read either.
  vendorVersion: '2022-11-28',
  origins: { api: 'https://api.github.com' },
  headers: {
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
    // GitHub refuses requests without one.
    'user-agent': 'portico',
  },
  auth: { token: bearer(), app: githubApp() },
  failures,
  limits: rateHeaders({
    limit: 'x-ratelimit-limit',
    remaining: 'x-ratelimit-remaining',
    reset: 'x-ratelimit-reset',
    // Search has its own budget, 30 a minute.
    resource: 'x-ratelimit-resource',
    mainResource: 'core',
    unit: 'epoch-seconds',
  }),
  requestIdHeader: 'x-github-request-id',
  defaults: {
    // GitHub gives up after 10 s and says so: its answer is worth more than our timeout.
    timeoutMs: 12_000,
    retry: { attempts: 3 },
    sensitivity: 'S1',
    arrays: 'comma',
  },
  support: {
    // https://docs.github.com/rest/overview/api-versions, 2026-11-28: 2026-03-10 is the version after this one.
    vendor: 'A version is supported for at least 24 months after the next one is released.',
    until: '2028-03-10',
    majorsForMonths: 12,
  },
  sdks: ['octokit', '@octokit/*', '@actions/github', 'probot'],
  facts: { source: 'https://docs.github.com/en/rest?apiVersion=2022-11-28', verifiedAt: '2026-11-23' },
})
