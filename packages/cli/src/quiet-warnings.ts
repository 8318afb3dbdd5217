/**
 * Node warns that it reads the configuration as TypeScript, and as a module where a package.json does not say so. The person who runs
 * a command can do nothing with either; every other warning is shown.
 */
export function quietWarnings(target: Pick<NodeJS.Process, 'removeAllListeners' | 'on'>): void {
  target.removeAllListeners('warning')
  target.on('warning', (warning: Error & { readonly code?: string }) => {
    if (warning.code === 'MODULE_TYPELESS_PACKAGE_JSON') return
    if (warning.name === 'ExperimentalWarning' && warning.message.includes('Type Stripping')) return
    console.error(`${warning.name}: ${warning.message}`)
  })
}
