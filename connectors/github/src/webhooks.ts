import { z } from '@portico/core/contract'
import { hmacSignature, webhook } from '@portico/core/webhooks'
import {
  DeliveredAccount,
  DeliveredComment,
  DeliveredCommit,
  DeliveredIssue,
  DeliveredPullRequest,
  DeliveredRelease,
  DeliveredRepository,
  deliveryContext,
} from './schemas/delivered.ts'
import { githubVendor } from './vendor.ts'
import { nullishInteger, nullishText } from './schemas/nullish.ts'

/** `opened`, `closed`, `labeled` and so on. GitHub adds actions without notice, so the list is open. */
const action = z.string()

/**
 * GitHub's deliveries, by the event in `X-GitHub-Event`. GitHub waits ten seconds for a 2xx and never resends on its own; a
 * manual redelivery keeps its id and bytes, so `receive` refuses it as a replay unless its record has been dropped.
 *
 * Source: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries, 2026-11-23.
 */
export const githubWebhooks = webhook(githubVendor, {
  verify: hmacSignature({ header: 'X-Hub-Signature-256', prefix: 'sha256=' }),
  delivery: 'header.x-github-delivery',
  // A hook may be configured to send forms; the signature then covers the form.
  format: 'json-or-form',
  payloadField: 'payload',
  // GitHub sends nothing above 25 MB; a form's escapes make that longer.
  maxBytes: 80_000_000,
  events: {
    by: 'header.x-github-event',
    schemas: {
      issues: z.object({ action, issue: DeliveredIssue, label: z.object({ name: z.string() }).nullish(), ...deliveryContext }),
      issue_comment: z.object({ action, issue: DeliveredIssue, comment: DeliveredComment, ...deliveryContext }),
      pull_request: z.object({ action, number: z.int(), pull_request: DeliveredPullRequest, ...deliveryContext }),
      release: z.object({ action, release: DeliveredRelease, ...deliveryContext }),
      push: z.object({
        /** `refs/heads/main` or `refs/tags/v1.0.0`. */
        ref: z.string(),
        /** Forty zeros when the ref is new. */
        before: z.string(),
        /** Forty zeros when the ref is gone. */
        after: z.string(),
        created: z.boolean(),
        deleted: z.boolean(),
        forced: z.boolean(),
        compare: z.string(),
        /** At most 2,048. */
        commits: z.array(DeliveredCommit),
        head_commit: DeliveredCommit.nullish(),
        pusher: z.object({ name: z.string() }),
        ...deliveryContext,
      }),
      /** Sent when a hook is created, and on demand. An organization's hook has no repository. */
      ping: z.object({
        zen: nullishText,
        hook_id: nullishInteger,
        hook: z.object({ id: z.int(), events: z.array(z.string()), active: z.boolean() }).nullish(),
        repository: DeliveredRepository.nullish(),
        sender: DeliveredAccount.nullish(),
      }),
    },
  },
})
