/** Acts, then closes. If acting fails, its error is thrown, not one from closing: it says more. */
export async function closedAfter<Result>(open: { close(): Promise<void> }, act: () => Promise<Result>): Promise<Result> {
  let result: Result
  try {
    result = await act()
  } catch (error) {
    await open.close().catch(() => undefined)
    throw error
  }
  await open.close()
  return result
}
