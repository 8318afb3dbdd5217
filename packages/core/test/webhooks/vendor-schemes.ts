import {
  digestSignature,
  ecdsaSignature,
  ed25519Signature,
  hmacSignature,
  plainToken,
  standardWebhooks,
  timestamped,
} from '../../src/webhooks/schemes.ts'

/** How vendors sign, as their connectors state it. */
export const schemes = {
  // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries, read 2026-11-24
  github: hmacSignature({ header: 'X-Hub-Signature-256', prefix: 'sha256=' }),
  // https://docs.stripe.com/webhooks#verify-manually, read 2026-11-24
  stripe: timestamped({ header: 'Stripe-Signature', fields: { timestamp: 't', signature: 'v1' }, payload: '{timestamp}.{body}' }),
  // https://docs.slack.dev/authentication/verifying-requests-from-slack, read 2026-11-24
  slack: timestamped({
    header: 'X-Slack-Signature',
    prefix: 'v0=',
    timestampHeader: 'X-Slack-Request-Timestamp',
    payload: 'v0:{timestamp}:{body}',
  }),
  // https://www.twilio.com/docs/usage/security#validating-requests, read 2026-11-24
  twilio: hmacSignature({
    header: 'X-Twilio-Signature',
    algorithm: 'sha1',
    encoding: 'base64',
    payload: '{url}{form}',
    bodyDigest: 'bodySHA256',
  }),
  // https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features, read 2026-11-24
  sendgrid: ecdsaSignature({
    header: 'X-Twilio-Email-Event-Webhook-Signature',
    timestampHeader: 'X-Twilio-Email-Event-Webhook-Timestamp',
    payload: '{timestamp}{body}',
  }),
  // https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation, read 2026-11-24
  hubspotV1: digestSignature({ header: 'X-HubSpot-Signature', payload: '{secret}{body}' }),
  hubspotV2: digestSignature({ header: 'X-HubSpot-Signature', payload: '{secret}{method}{url}{body}' }),
  hubspotV3: timestamped({
    header: 'X-HubSpot-Signature-v3',
    timestampHeader: 'X-HubSpot-Request-Timestamp',
    unit: 'ms',
    encoding: 'base64',
    payload: '{method}{decodedUrl}{body}{timestamp}',
  }),
  // https://shopify.dev/docs/apps/build/webhooks/subscribe/https, read 2026-11-24
  shopify: hmacSignature({ header: 'X-Shopify-Hmac-Sha256', encoding: 'base64' }),
  // https://developer.zendesk.com/documentation/webhooks/verifying/, read 2026-11-24
  zendesk: timestamped({
    header: 'X-Zendesk-Webhook-Signature',
    timestampHeader: 'X-Zendesk-Webhook-Signature-Timestamp',
    unit: 'iso',
    encoding: 'base64',
    payload: '{timestamp}{body}',
  }),
  // https://discord.com/developers/docs/interactions/overview#setting-up-an-endpoint-validating-security-request-headers
  discord: ed25519Signature({ header: 'X-Signature-Ed25519', timestampHeader: 'X-Signature-Timestamp' }),
  // https://docs.gitlab.com/user/project/integrations/webhooks/
  gitlab: plainToken({ header: 'X-Gitlab-Token' }),
  standard: standardWebhooks(),
  // https://developer.pagerduty.com/docs/webhooks-overview, one signature per secret, read 2026-11-24
  pagerduty: hmacSignature({ header: 'X-PagerDuty-Signature', prefix: 'v1=', separator: ',' }),
  // https://docs.github.com/en/code-security/secret-scanning/secret-scanning-partnership-program, read 2026-11-24
  githubSecretScanning: ecdsaSignature({ header: 'Github-Public-Key-Signature', keyHeader: 'Github-Public-Key-Identifier' }),
} as const
