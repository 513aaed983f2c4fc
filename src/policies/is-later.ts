/** Whether one ISO time is strictly later than the other; `false` where either is no time, so that it closes. */
export function isLater(time: string, than: string): boolean {
  return Date.parse(time) > Date.parse(than);
}
