import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { CompiledConnector } from '@portico/core/definition'
import type { CommandContext } from '../command-context.ts'
import { compiledOf } from '../config/find-operation.ts'
import { importConnector, installedConnectors } from '../config/installed-connectors.ts'
import { configName } from '../config/load-config.ts'
import { didYouMean } from '../config/nearest.ts'
import type { CommonOptions } from '../config/setup.ts'
import { environmentName } from '../credentials/environment-name.ts'
import { type ConnectorHead, describeHead } from '../describe/connector-description.ts'
import { schemaFields } from '../describe/schema-fields.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { configText } from '../init/config-text.ts'
import { firstCallName, firstCallText } from '../init/first-call-text.ts'
import { Mistake } from '../mistake.ts'
import { canAsk, createAsk } from '../terminal/ask.ts'

export interface InitOptions extends CommonOptions {
  readonly connector?: readonly string[]
  readonly force?: boolean
}

/** `portico init`: writes a configuration and a first call. Asks a person at the terminal; otherwise uses the options. */
export async function init({ io, output, options }: CommandContext<InitOptions>): Promise<ExitCode> {
  const installed = installedConnectors(io.cwd)
  if (installed.length === 0) {
    const hint = 'npm install @portico/core @portico/cli @portico/connector-github'
    throw new Mistake('configuration', 'connectors', `no @portico/connector-* is installed in ${io.cwd} or above`, hint)
  }
  const there = options.force ? undefined : [configName, firstCallName].find((name) => existsSync(join(io.cwd, name)))
  if (there !== undefined) throw new Mistake('file', there, 'it exists', 'portico init --force overwrites it')
  const { connectors, tenant } = await answers({ io, options }, installed)
  const chosen: { readonly head: ConnectorHead; readonly compiled: CompiledConnector }[] = []
  for (const id of connectors) {
    const connector = await importConnector(id, io.cwd)
    chosen.push({ compiled: compiledOf(id, connector), head: describeHead(connector) })
  }
  const [first] = chosen
  if (!first) throw new Mistake('usage', '--connector', 'none is chosen', `name one of ${installed.join(', ')}`)
  await mkdir(resolve(io.cwd), { recursive: true })
  const heads = chosen.map(({ head }) => head)
  await writeFile(join(io.cwd, configName), configText(heads, tenant))
  // A connector that only has streams has nothing to call.
  const callable = chosen.find(({ compiled }) => Object.keys(compiled.operations).length > 0)
  if (callable) await writeFile(join(io.cwd, firstCallName), firstCallText(callable.head, callable.compiled, tenant))
  const files = callable ? [configName, firstCallName] : [configName]
  const { head } = callable ?? first
  const next = [
    ...settingsToFill(head, files),
    ...variables(head),
    ...(callable
      ? [`portico health ${head.id}`, `portico describe ${head.id}`, `node ${firstCallName}`]
      : [`portico sync ${head.id} --to duckdb:./warehouse.duckdb`]),
  ]
  if (output.json) await output.document({ files, connectors, tenant, next })
  else {
    await output.lines(files.map((name) => `wrote ${name}`))
    output.note(`\nnext:\n${next.map((line) => `  ${line}`).join('\n')}`)
  }
  return exitCode.ok
}

async function answers(
  { io, options }: Pick<CommandContext<InitOptions>, 'io' | 'options'>,
  installed: readonly string[],
): Promise<{ readonly connectors: readonly string[]; readonly tenant: string }> {
  const stray = options.connector?.find((id) => !installed.includes(id))
  if (stray !== undefined) {
    const hint = didYouMean(stray, installed, `npm install @portico/connector-${stray}, or name one of ${installed.join(', ')}`)
    throw new Mistake('unknown_connector', '--connector', `'${stray}' is not installed here`, hint)
  }
  if (options.tenant?.trim() === '') throw new Mistake('usage', '--tenant', 'it is empty', 'write --tenant <name>')
  if (!canAsk(io)) return { connectors: options.connector ?? installed, tenant: options.tenant ?? 'local' }
  const ask = await createAsk(io)
  const choices = installed.map((id) => ({ value: id, label: id }))
  return {
    connectors: options.connector ?? (await ask.several('Which connectors?', choices)),
    tenant: options.tenant ?? (await ask.text('Which tenant do your calls belong to?', 'local')),
  }
}

/** Settings written empty, since only the person knows them. */
function settingsToFill({ id, settings }: ConnectorHead, files: readonly string[]): string[] {
  const empty = settings ? schemaFields(settings).filter(({ required }) => required) : []
  return empty.map(({ path }) => `# fill in settings.${id}.${path}: ${files.join(', ')}`)
}

/** The variables that may hold a connector's first scheme. */
function variables({ id, auth }: ConnectorHead): string[] {
  const [scheme] = auth
  const needed = scheme?.fields.filter(({ optional }) => !optional) ?? []
  if (!scheme || needed.length === 0) return []
  const all = needed.map(({ name }) => `${environmentName(id, scheme.name, name)}=…`)
  return [`export ${all.join(' ')}   # or: portico auth login ${id}`]
}
