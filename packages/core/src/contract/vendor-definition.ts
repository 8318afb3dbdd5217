import type { Sensitivity } from './classes.ts'
import type { Parameters, RequiredKeys } from './checks.ts'
import type { Failures } from './failure.ts'
import type { Idempotency } from './idempotency.ts'
import type { Limits } from './limits.ts'
import type { AnyScheme } from './scheme.ts'
import type { Shape } from './delivery.ts'
import type { Retry, Title } from './statements.ts'

/**
 * Where the vendor answers: a literal, a template over the connection's settings (a label of the host as in
 * `https://{subdomain}.zendesk.com`, a part of the path as in `https://api.atlassian.com/ex/jira/{cloudId}`), or a field of the token
 * answer limited to declared patterns (`*.my.salesforce.com`). Never free text.
 */
export type Origin = `https://${string}` | TokenOrigin
/**
 * An origin that comes with the token, in this field of its answer (Salesforce's `instance_url`): only hosts that match these
 * patterns are taken.
 */
export interface TokenOrigin {
  readonly fromToken: string
  readonly hosts: readonly string[]
}

type CheckedOrigins<Origins, Settings> = {
  [Name in keyof Origins]: Origins[Name] extends string
    ? [Exclude<Parameters<Origins[Name]>, RequiredKeys<Settings>>] extends [never]
      ? Origins[Name]
      : `✗ {${Exclude<Parameters<Origins[Name]>, RequiredKeys<Settings>> & string}} in the origin is not a required field of settings: add it to settings`
    : Origins[Name]
}

/** What applies to every operation that does not say otherwise. */
export interface Defaults {
  /** Milliseconds per attempt. */
  readonly timeoutMs: number
  /** Milliseconds in total, including waits and retries. Default: `timeoutMs` × attempts. */
  readonly totalTimeoutMs?: number
  readonly retry: Retry | false
  readonly sensitivity?: Sensitivity
  readonly idempotency?: Idempotency
  readonly encode?: 'json' | 'form'
  /** How a list of plain values is written in a query or form: `a=1&a=2`, `a[]=1&a[]=2`, `a=1,2`. Default: repeat. */
  readonly arrays?: 'repeat' | 'brackets' | 'comma'
  /** Default: 8 MiB. */
  readonly maxResponseBytes?: number
}

export interface VendorDefinition<Auth, Settings extends Shape, VendorCode extends string | number, Origins, VendorDefaults> {
  /** Lower-case words joined by hyphens; the package is `@portico/connector-<id>`. */
  readonly id: string
  readonly title: Title
  /** The API version spoken, in the vendor's own notation. */
  readonly vendorVersion: string
  /** Non-secret settings of a connection, such as a subdomain. A flat object of strings. */
  readonly settings?: Settings
  readonly origins: CheckedOrigins<Origins, Settings['_zod']['output']>
  /** Sent with every request. A `{name}` in a value is the connection's setting: `{ 'Xero-Tenant-Id': '{organisation}' }`. */
  readonly headers?: Readonly<Record<string, string>>
  readonly auth: Auth
  readonly failures: Failures<VendorCode>
  readonly limits?: Limits
  /** The answer header that identifies the request in the vendor's own logs, in lower case. */
  readonly requestIdHeader?: string
  readonly defaults: VendorDefaults
  /** npm packages that reach this vendor around Portico; `@octokit/*` is a whole scope. `portico check` looks for them. */
  readonly sdks?: readonly string[]
  /** How long all of this is supported. `pnpm docs:check` requires it of every connector in the repository. */
  readonly support?: SupportWindow
  readonly facts: Facts
}

/** How long the vendor supports the API version that a connector speaks, and how long the connector gets fixes. */
export interface SupportWindow {
  /** What the vendor promises about the version that is spoken, in a sentence. */
  readonly vendor: string
  /** The last day the vendor has announced for it: `2028-03-10`. */
  readonly until?: string
  /** Months for which a major version of the connector gets fixes once the next one is out. */
  readonly majorsForMonths: number
}

/** Where the statements about the vendor come from, and when they were last checked. */
export interface Facts {
  readonly source: string
  /** ISO date. */
  readonly verifiedAt: string
}

/** A vendor with its types erased, as the call path, the docs and the pins read it. */
export interface VendorIdentity {
  readonly id: string
  readonly title: Title
  readonly vendorVersion: string
  readonly settings?: Shape
  readonly origins: Readonly<Record<string, Origin>>
  readonly headers?: Readonly<Record<string, string>>
  readonly auth: Readonly<Record<string, AnyScheme>>
  readonly failures: Failures<string>
  readonly limits?: Limits
  readonly requestIdHeader?: string
  readonly sdks?: readonly string[]
  readonly defaults: Defaults
  readonly support?: SupportWindow
  readonly facts: Facts
}

/** The vendor types that its operations and clients need. */
export interface VendorTypes {
  readonly origin: string
  readonly credentials: unknown
  readonly settings: unknown
  readonly code: string
  readonly defaults: object
}
