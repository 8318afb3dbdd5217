import { type Actor, type AnyConnector, type Store, connect, memoryStore } from '@portico/core'
import type { SqlStore } from '@portico/governance'
import type { Setup } from '../config/setup.ts'
import { credentialsFile, type CredentialsFile, credentialsPath } from '../credentials/credentials-file.ts'
import { type CredentialQuestion, findCredentials, missingCredentials } from '../credentials/find-credentials.ts'
import { fileTokens } from '../credentials/file-tokens.ts'
import type { Io } from '../io.ts'
import { type ConfiguredStore, openConfiguredStore } from '../store/configured-store.ts'
import { settingsOf } from '../config/connection-settings.ts'
import { type ClientView, clientView } from './client-view.ts'

export interface OpenOptions {
  readonly actor?: Actor
  readonly correlationId?: string
  /** A stand-in for missing credentials, for a call that is only shown. */
  readonly standIn?: Readonly<Record<string, unknown>>
  /** A store shared by several clients of one command; whoever opened it closes it. */
  readonly opened?: ConfiguredStore
}

export interface Opened {
  readonly client: ClientView
  /** The client itself, as core created it. */
  readonly connected: object
  /** False for a stand-in. */
  readonly hasCredentials: boolean
}

/** A client for a connector of the setup. Throws a `Mistake` if it has neither credentials nor a stand-in. */
export async function openClient(
  io: Io,
  setup: Setup,
  name: string,
  connector: AnyConnector,
  options: OpenOptions = {},
): Promise<Opened> {
  const question = questionOf(io, setup, name, connector)
  const found = await findCredentials(question)
  const credentials = found?.credentials ?? options.standIn
  if (!credentials) throw missingCredentials(question)
  const { config } = setup
  const settings = settingsOf(setup, name, connector)
  const opened = options.opened ?? (await openConfiguredStore(io, setup))
  // What the configuration does not route elsewhere goes to the store.
  const kept: Partial<SqlStore> = opened?.sql ?? {}
  const { audit = kept.audit, ledger = kept.ledger, events = kept.events, incidents = kept.incidents } = config
  const { policy, telemetry, clock } = config
  const client = connect(connector, {
    ...withoutUndefined({ policy, audit, ledger, events, incidents, telemetry, clock }),
    tenantId: setup.tenantId,
    account: setup.account,
    credentials,
    settings,
    origins: config.origins?.[name] ?? {},
    tune: withoutUndefined(config.tune?.[name] ?? {}),
    store: callStore(setup, name, question.file, opened),
    ...(options.actor && { actor: options.actor }),
    ...(options.correlationId !== undefined && { correlationId: options.correlationId }),
  } as Parameters<typeof connect>[1])
  const view = clientView(client)
  const close = async (): Promise<void> => {
    await view.close()
    if (!options.opened) await opened?.close()
  }
  return { client: { ...view, close }, connected: client, hasCredentials: found !== undefined }
}

export function questionOf(io: Io, setup: Setup, name: string, connector: AnyConnector): CredentialQuestion {
  const path = credentialsPath(io.env, { folder: setup.folder, file: setup.config.credentialsFile })
  return {
    name,
    connector,
    tenantId: setup.tenantId,
    account: setup.account,
    configured: setup.config.credentials?.[name],
    env: io.env,
    file: credentialsFile(path, io.signal),
  }
}

/** The configured store, or one that keeps tokens on disk and everything else in memory. */
export function storeOf({ config }: Setup, name: string, file: CredentialsFile): Store {
  return typeof config.store === 'object' ? (config.store as Store) : { ...memoryStore(), tokens: fileTokens(file, name) }
}

/** A store named by its address keeps everything but tokens: those stay where `portico auth login` keeps them. */
function callStore(setup: Setup, name: string, file: CredentialsFile, opened: ConfiguredStore | undefined): Store {
  if (!opened || typeof setup.config.store === 'object') return opened?.store ?? storeOf(setup, name, file)
  return { ...opened.store, tokens: fileTokens(file, name) }
}

function withoutUndefined<T extends object>(given: T): T {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T
}
