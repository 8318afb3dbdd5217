export { defineConfig } from './config/define-config.ts'
export type {
  ApproverDirectory,
  ApproverRole,
  ConnectionOf,
  CredentialSources,
  FromEnvironment,
  PorticoConfig,
} from './config/define-config.ts'
export { version } from './version.ts'
