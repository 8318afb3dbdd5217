import type { CommandContext } from '../command-context.ts'
import { compiledOf, findOperation } from '../config/find-operation.ts'
import { type CommonOptions, setUp } from '../config/setup.ts'
import { describeConnector } from '../describe/connector-description.ts'
import { describeOperation } from '../describe/operation-description.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { connectorLines } from '../terminal/connector-view.ts'
import { operationLines } from '../terminal/operation-view.ts'

export interface DescribeOptions extends CommonOptions {
  readonly schema?: boolean
}

/** `portico describe <connector> [operation]`: what a connector, or one of its operations, declares. */
export async function describe(
  { io, output, options }: CommandContext<DescribeOptions>,
  target: string,
  operationName: string | undefined,
): Promise<ExitCode> {
  const setup = await setUp(io, options)
  if (operationName === undefined && !target.includes('.')) {
    const connector = await setup.connector(target)
    compiledOf(target, connector)
    const description = describeConnector(connector)
    if (output.json) await output.document(description)
    else await output.lines(connectorLines(description, target, output))
    return exitCode.ok
  }
  const { operation, compiled, name } = await findOperation(
    setup,
    operationName === undefined ? target : `${target}.${operationName}`,
  )
  const description = { ...describeOperation(operation, compiled), qualifiedName: `${name}.${operation.name}` }
  const { input, output: result } = description.contract
  if (options.schema && output.json) await output.document({ input, output: result })
  else if (options.schema) await output.value({ input, output: result })
  else if (output.json) await output.document(description)
  else await output.lines(operationLines(description, compiled.vendor.origins[operation.origin], output))
  return exitCode.ok
}
