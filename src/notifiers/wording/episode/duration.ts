import { type Both, joined } from '../locale.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Up to here the seconds matter: whether a limit of ten minutes was passed shows in them. */
const EXACT = 20 * MINUTE;

/** How long something took: `45 s`, `10 min 5 s`, `52 min`, `1 h 5 min`. */
export function duration(ms: number): Both {
  const whole = Math.max(0, Math.floor(ms / SECOND)) * SECOND;
  const [hours, minutes, seconds] = [whole / HOUR, (whole % HOUR) / MINUTE, (whole % MINUTE) / SECOND];
  if (whole >= HOUR) return joined([...part(hours, 'h', '時間'), ...part(minutes, 'min', '分')], ' ');
  if (whole < MINUTE) return { en: `${seconds} s`, ja: `${seconds} 秒` };
  return joined([...part(minutes, 'min', '分'), ...(whole < EXACT ? part(seconds, 's', '秒') : [])], ' ');
}

function part(count: number, en: string, ja: string): readonly Both[] {
  const whole = Math.floor(count);
  return whole === 0 ? [] : [{ en: `${whole} ${en}`, ja: `${whole} ${ja}` }];
}
