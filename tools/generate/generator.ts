/** One generated file. */
export interface Generator {
  /** Its path from the repo's root. */
  readonly path: string
  /** Its whole text. The same sources give the same text on every machine. */
  render(): string | Promise<string>
}
