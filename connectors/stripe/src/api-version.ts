/** What is spoken, and asked for with each request: without it the account's own default would rule, which differs between tenants. */
export const apiVersion = '2026-09-30.endive'

/**
 * The versions of one release differ in nothing that breaks, so an event of any of them is as this one has it
 * (docs.stripe.com/webhooks/versioning, 2026-11-29).
 */
export const apiRelease = apiVersion.slice(apiVersion.indexOf('.'))
