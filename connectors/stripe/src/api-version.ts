/** The version requested with every call: otherwise the account's own default would apply, which differs between tenants. */
export const apiVersion = '2026-09-30.endive'

/**
 * Versions within one release differ in nothing that breaks, so an event of any of them reads like this one
 * (docs.stripe.com/webhooks/versioning, 2026-11-29).
 */
export const apiRelease = apiVersion.slice(apiVersion.indexOf('.'))
