export type {
  ActionClass,
  Actor,
  ActorType,
  Approval,
  Classes,
  Reversibility,
  Sensitivity,
  Severity,
  SideEffect,
} from './contract/classes.ts'
export type { BoundClient, CallContext, Client, ClientOf, Health, OperationsOf } from './contract/client.ts'
export type { AnyConnector, Connector, ConnectorDefinition } from './contract/connector.ts'
export { bytes, events, graphql, nothing } from './contract/delivery.ts'
export type { Shape } from './contract/delivery.ts'
export type { Answer, Code, CodeMeaning, CommitState, Failure, Failures } from './contract/failure.ts'
export { file } from './contract/file.ts'
export { claim, field, header, lookup, milliseconds, none, upsert, upsertIf } from './contract/idempotency.ts'
export type { Duration, Idempotency } from './contract/idempotency.ts'
export { rateHeaders, ratePerMinute } from './contract/limits.ts'
export type { Limits } from './contract/limits.ts'
export type {
  CallOptions,
  CommandMethod,
  ExternalCallOptions,
  ExternalCommandMethod,
  JobHandle,
  JobMethod,
  JobStatus,
  PagedMethod,
  PageOptions,
  QueryMethod,
} from './contract/method.ts'
export type { AnyOperation, Command, InputOf, Job, OperationDefinition, PagedQuery, Query, UndoableCommand } from './contract/operation.ts'
export { cursor, lastItem, linkHeader, nextUrl, offset, pageNumber } from './contract/paging.ts'
export type { Page, Paging } from './contract/paging.ts'
export type { Attempt, Detailed, DryRun, ItemOutcome, Receipt } from './contract/receipt.ts'
export type { AnyScheme, Applied, CredentialField, CredentialsOf, Scheme, Token, TokenRequest } from './contract/scheme.ts'
export { named } from './contract/statements.ts'
export type { Retry, Title } from './contract/statements.ts'
export { defineVendor } from './contract/vendor.ts'
export type { Vendor } from './contract/vendor.ts'
export type { Facts, Origin, VendorIdentity } from './contract/vendor-definition.ts'
export type { Bytes, Codec, FileReference, Method, Signing, Wire } from './contract/wire.ts'
export { covers, decide } from './decision/decide.ts'
export type { Decided, DecisionInput, DecisionRule } from './decision/decide.ts'
export { ConnectorError, isConnectorError } from './error/connector-error.ts'
export type { InputIssue, VendorFailure } from './error/connector-error.ts'
