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
export type { BoundClient, CallContext, Client, ClientOf, Health, OperationsOf, TypesOf } from './contract/client.ts'
export type { AnyConnector, Connector, ConnectorDefinition } from './contract/connector.ts'
export { bytes, events, graphql, nothing } from './contract/delivery.ts'
export type { BytesDelivery, EventsDelivery, NothingDelivery, Shape } from './contract/delivery.ts'
export type { Answer, Code, CodeMeaning, CommitState, Failure, Failures } from './contract/failure.ts'
export { file } from './contract/file.ts'
export { claim, field, header, lookup, milliseconds, none, upsert, upsertIf } from './contract/idempotency.ts'
export type { Claim, Duration, FieldKey, HeaderKey, Idempotency, Lookup, NoIdempotency, Upsert } from './contract/idempotency.ts'
export { rateHeaders, ratePerMinute, ratePerSecond } from './contract/limits.ts'
export type { Limits, RateHeaders, RatePerPeriod } from './contract/limits.ts'
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
export type {
  AnyOperation,
  Command,
  InputOf,
  Job,
  OperationDefinition,
  PagedQuery,
  Query,
  UndoableCommand,
} from './contract/operation.ts'
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
export type { Attempt, Detailed, DryRun, ItemOutcome, Receipt } from './contract/receipt.ts'
export type {
  AnyScheme,
  Applied,
  AppliedScheme,
  CredentialField,
  CredentialsOf,
  Scheme,
  SignedScheme,
  Token,
  TokenRequest,
  TokenScheme,
} from './contract/scheme.ts'
export { named } from './contract/statements.ts'
export type { Retry, Title } from './contract/statements.ts'
export { defineVendor } from './contract/vendor.ts'
export type { Vendor } from './contract/vendor.ts'
export type {
  Defaults,
  Facts,
  Origin,
  SupportWindow,
  TokenOrigin,
  VendorIdentity,
  VendorTypes,
} from './contract/vendor-definition.ts'
export type { Bytes, Codec, FileReference, Method, Signing, Wire } from './contract/wire.ts'
export { covers, decide } from './decision/decide.ts'
export type { Decided, DecisionInput, DecisionRule } from './decision/decide.ts'
export { ConnectorError, isConnectorError } from './error/connector-error.ts'
export type { InputIssue, VendorFailure } from './error/connector-error.ts'
export { connect } from './client/connect.ts'
export type { ConnectOptions, Governance } from './client/connect.ts'
export { createPortico } from './client/create-portico.ts'
export type { ResolvedGovernance } from './client/binding.ts'
export type { Portico, PorticoOptions, TenantClients } from './client/create-portico.ts'
export type { Tune } from './client/tune.ts'
export { canonicalHash, canonicalJson } from './canonical/canonical-json.ts'
export { apiKey } from './auth/api-key.ts'
export { basic } from './auth/basic.ts'
export { bearer } from './auth/bearer.ts'
export type { CredentialType } from './auth/credential-type.ts'
export { signed } from './auth/signed.ts'
export { systemClock } from './ports/clock.ts'
export type { Clock } from './ports/clock.ts'
export type { ApprovalDecision, ApprovalRequest, Approvals, AskedApproval, GiveBack, TakenApproval } from './ports/approvals.ts'
export type { AuditRow, AuditSink } from './ports/audit.ts'
export type { ClaimAnswer, ClaimKey, ClaimOutcome, ClaimRequest, Claims, HeldClaim, ProvenClaims } from './ports/claims.ts'
export type { Deliveries } from './ports/deliveries.ts'
export type { CoreEvent, EventSink } from './ports/event-sink.ts'
export type { IncidentReport, IncidentSink, IncidentSource } from './ports/incidents.ts'
export type { Ledger, Proof, ProofResolution, ProofStatus } from './ports/ledger.ts'
export { memoryApprovals } from './ports/memory/memory-approvals.ts'
export type { MemoryApprovals } from './ports/memory/memory-approvals.ts'
export { memoryDeliveries } from './ports/memory/memory-deliveries.ts'
export { memoryClaims } from './ports/memory/memory-claims.ts'
export { memoryTokens } from './ports/memory/memory-tokens.ts'
export { memoryAudit, memoryEvents, memoryIncidents, memoryLedger } from './ports/memory/memory-records.ts'
export type { MemoryAudit, MemoryEvents, MemoryIncidents, MemoryLedger } from './ports/memory/memory-records.ts'
export { memoryStore } from './ports/memory/memory-store.ts'
export type { MemoryStore } from './ports/memory/memory-store.ts'
export type { Policy, PolicyDecision, PolicyRequest } from './ports/policy.ts'
export type { ConnectionReference, ResolvedSecret, Secrets } from './ports/secrets.ts'
export type { StandingApprovals, StandingGrant, StandingRequest } from './ports/standing-approvals.ts'
export type { Store } from './ports/store.ts'
export { intentKeptMs, lostAnswerMs } from './ports/intents.ts'
export type { Intent, Intents } from './ports/intents.ts'
export { memoryIntents } from './ports/memory/memory-intents.ts'
export type { Tasks, TaskRecord, UnreadableTask, TaskStatus } from './ports/tasks.ts'
export { memoryTasks } from './ports/memory/memory-tasks.ts'
export type { CallSpan, LogRecord, Telemetry, TelemetryAttributes } from './ports/telemetry.ts'
export type { Tokens } from './ports/tokens.ts'
export { locate } from './http/host-pin.ts'
export type { Location } from './http/host-pin.ts'
export { parseRetryAfter } from './http/retry-after.ts'
export { fileFromBytes } from './http/file-reference.ts'
export type { StreamedBody, Transport, TransportRequest, TransportResponse } from './http/transport.ts'
export { isTransportError, TransportError } from './http/transport-error.ts'
export type { TransportFailure } from './http/transport-error.ts'
export { undiciTransport } from './http/undici-transport.ts'
export type { UndiciTransportOptions } from './http/undici-transport.ts'
export { version } from './version.ts'
