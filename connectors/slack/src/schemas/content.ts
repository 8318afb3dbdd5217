import { z } from '@portico/core/contract'

/** Slack truncates longer texts. With blocks, it is what notifications show. */
export const text = z.string().min(1).max(40_000)

/** Block Kit: https://docs.slack.dev/reference/block-kit/blocks. */
export const blocks = z.array(z.record(z.string(), z.unknown())).min(1).max(50)
