import { ratePerMinute } from '@portico/core/contract'

// Per method, workspace and app; each number is the minimum that Slack promises: docs.slack.dev/apis/web-api/rate-limits,
// 2026-11-24. Posting has no tier: about one message a second per channel, which no budget of ours can count.

// Slack counts whole minutes and says that it tolerates bursts, so a minute's calls may go out at once.
export const tier2 = ratePerMinute(20, { burst: 20 })
export const tier3 = ratePerMinute(50, { burst: 50 })
export const tier4 = ratePerMinute(100, { burst: 100 })
