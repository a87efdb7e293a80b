const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

let lastSecond = Number.NaN;
let lastText = "";

/** `09/Feb/2024:18:11:43 +0000`, as `$context.requestTime` has it; many frames share a second. */
export function requestTime(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000);
  if (second === lastSecond) return lastText;
  const iso = new Date(second * 1000).toISOString();
  lastText = `${iso.slice(8, 10)}/${MONTHS[Number(iso.slice(5, 7)) - 1]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
  lastSecond = second;
  return lastText;
}
