export { defineConfig } from './config/define-config.ts'
export type { EngineConfig, ScheduleConfig, SyncConfig } from './config/sync-config.ts'
export type { McpAccess, McpAccessRules, McpConfig } from './config/mcp-config.ts'
export type {
  ApproverDirectory,
  ApproverRole,
  ConnectionOf,
  CredentialSources,
  FromEnvironment,
  PorticoConfig,
} from './config/define-config.ts'
export { version } from './version.ts'
