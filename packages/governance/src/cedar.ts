export { cedarPolicy, cedarSchema } from './policy/cedar/cedar-policy.ts'
export type { CedarPolicyOptions } from './policy/cedar/cedar-policy.ts'
export { CedarPolicyError } from './policy/cedar/policy-error.ts'
