export { describeConnector } from './describe/connector-description.ts'
export type { ConnectorDescription, ConnectorHead, OriginDescription } from './describe/connector-description.ts'
export { facadeOf } from './describe/facade.ts'
export type { FacadeField } from './describe/facade.ts'
export type { AuthDescription, CredentialFieldDescription } from './describe/auth-description.ts'
export type { FailureDescription } from './describe/failure-description.ts'
export type { IdempotencyDescription } from './describe/idempotency-description.ts'
export type { JobDescription } from './describe/job-description.ts'
export type { JsonSchema } from './describe/json-schema.ts'
export type { ObservabilityDescription } from './describe/observability-description.ts'
export type {
  ApprovalDescription,
  AuditDescription,
  ContractDescription,
  DeliveryDescription,
  OperationDescription,
} from './describe/operation-description.ts'
export type { RollbackDescription } from './describe/rollback-description.ts'
export { connectorPage } from './markdown/connector-page.ts'
export { connectorReadmeSection } from './markdown/connector-readme.ts'
export { connectorsTable } from './markdown/connectors-table.ts'
export { between, betweenOrAtEnd } from './markdown/text.ts'
