import type { ServedTool } from '../toolset/served-tool.ts'
import { type Controls, controlsName, readControls } from '../tool/controls.ts'

export type ReadArguments =
  | { readonly input: Readonly<Record<string, unknown>>; readonly controls: Controls; readonly problem?: undefined }
  | { readonly problem: string }

/**
 * Extracts the controls from a call's arguments and adds the fixed fields. The caller can set neither those nor what a person is
 * asked for.
 */
export function readArguments({ operation, fixed, asked }: ServedTool, given: unknown): ReadArguments {
  if (given !== undefined && (typeof given !== 'object' || given === null || Array.isArray(given))) {
    return { problem: 'arguments: expected an object' }
  }
  const { [controlsName]: stated, ...own } = (given ?? {}) as Readonly<Record<string, unknown>>
  const controls = readControls(stated, operation.writes)
  if ('problem' in controls) return controls
  const settled = Object.keys(own).find(
    (name) => Object.hasOwn(fixed, name) || asked?.fields.has(name) === true || name === '__proto__',
  )
  if (settled !== undefined) return { problem: `${settled}: not a field of this tool` }
  return { input: { ...own, ...fixed }, controls }
}
