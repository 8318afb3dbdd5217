import * as z from './contract/z.ts'

// What a connector is written with, and nothing from the call path: a tool that only reads descriptions loads only this.
export { apiKey } from './auth/api-key.ts'
export { basic } from './auth/basic.ts'
export { bearer } from './auth/bearer.ts'
export type { CredentialType } from './auth/credential-type.ts'
export { signed } from './auth/signed.ts'
export type { Approval, Reversibility, Sensitivity, SideEffect } from './contract/classes.ts'
export type { Connector } from './contract/connector.ts'
export { bytes, events, graphql, nothing } from './contract/delivery.ts'
export type { BytesDelivery, EventsDelivery, NothingDelivery, Shape } from './contract/delivery.ts'
export type { Answer, Code, CodeMeaning, Failure, Failures } from './contract/failure.ts'
export { file } from './contract/file.ts'
export { claim, field, header, lookup, none, upsert, upsertIf } from './contract/idempotency.ts'
export type { Claim, Duration, FieldKey, HeaderKey, Idempotency, Lookup, NoIdempotency, Upsert } from './contract/idempotency.ts'
export { rateHeaders, ratePerMinute, ratePerSecond } from './contract/limits.ts'
export type { Limits, RateHeaders, RatePerPeriod } from './contract/limits.ts'
export type { Command, InputOf, Job, PagedQuery, Query, UndoableCommand } from './contract/operation.ts'
export { cursor, lastItem, linkHeader, nextUrl, offset, pageNumber } from './contract/paging.ts'
export type {
  CursorPaging,
  LastItemPaging,
  LinkHeaderPaging,
  NextUrlPaging,
  OffsetPaging,
  Page,
  PageNumberPaging,
  PageWithFacts,
  Paging,
} from './contract/paging.ts'
export type { AnyScheme, Applied, AppliedScheme, CredentialsOf, Scheme, SignedScheme, TokenScheme } from './contract/scheme.ts'
export { named } from './contract/statements.ts'
export type { Retry, Title } from './contract/statements.ts'
export { defineVendor } from './contract/vendor.ts'
export type { Vendor } from './contract/vendor.ts'
export type { Defaults, Facts, Origin, SupportWindow, TokenOrigin, VendorTypes } from './contract/vendor-definition.ts'
export type { Bytes, Codec, FileReference, Signing, Wire } from './contract/wire.ts'
export { z }
