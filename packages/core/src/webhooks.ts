export { signDelivery } from './webhooks/sign-delivery.ts'
export type { DeliveryToSign } from './webhooks/sign-delivery.ts'
export {
  digestSignature,
  ecdsaSignature,
  ed25519Signature,
  hmacSignature,
  plainToken,
  standardWebhooks,
  timestamped,
} from './webhooks/schemes.ts'
export type { HmacOptions, TimestampedOptions } from './webhooks/schemes.ts'
export type { WebhookSecret, WebhookSecrets } from './webhooks/secret.ts'
export type { DeliveryHeaders } from './webhooks/headers.ts'
export type { Verification } from './webhooks/verification.ts'
export { webhook } from './webhooks/webhook.ts'
export type { Webhook, WebhookVendor } from './webhooks/webhook.ts'
export type {
  ChallengeAnswer,
  ChallengeDefinition,
  DeliveryMark,
  EventOf,
  IncomingDelivery,
  Received,
  ReceivedBatch,
  ReceiveContext,
  UnknownEvent,
  WebhookDefinition,
} from './webhooks/webhook-definition.ts'
export { WebhookError, isWebhookError } from './webhooks/webhook-error.ts'
export type { WebhookErrorCode } from './webhooks/webhook-error.ts'
