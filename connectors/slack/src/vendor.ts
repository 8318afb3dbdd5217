import { bearer, defineVendor } from '@portico/core/contract'
import { failures } from './failures.ts'

/** Slack's Web API with a bot token. Every method is called by POST: some read their arguments only from the body. */
export const slackVendor = defineVendor({
  id: 'slack',
  title: { en: 'Slack', ar: 'سلاك' },
  // The API has no version; this is that of its official description.
  vendorVersion: 'web-api-1.7.0',
  origins: { api: 'https://slack.com', files: 'https://files.slack.com' },
  auth: { bot: bearer() },
  requestIdHeader: 'x-slack-req-id',
  failures,
  // Limits are per method, so each operation states its own tier.
  defaults: {
    timeoutMs: 15_000,
    retry: { attempts: 3, firstWaitMs: 500, longestWaitMs: 30_000 },
    // What colleagues write, and names of private channels.
    sensitivity: 'S2',
    encode: 'form',
    arrays: 'comma',
  },
  support: {
    // https://docs.slack.dev/changelog, 2026-11-28; methods that were deprecated in January 2020 ended in February 2021.
    vendor: 'The API has no versions; the end of a method is announced in the changelog.',
    majorsForMonths: 12,
  },
  sdks: ['@slack/web-api', '@slack/bolt', '@slack/webhook'],
  facts: {
    source:
      'https://docs.slack.dev/apis/web-api, /apis/web-api/rate-limits, /apis/web-api/pagination, /reference/methods; slack_web_openapi_v2.json 1.7.0',
    verifiedAt: '2026-11-24',
  },
})
