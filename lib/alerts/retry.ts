const minute = 60_000;
const longestPauseMs = 60 * minute;
const overallMs = 24 * 60 * minute;

/**
 * The pause before the next try, after so many that failed: one minute, doubled up to an hour; null once the tries have
 * gone on for a day.
 */
export function pauseAfter(attempts: number): number | null {
  const pause = Math.min(minute * 2 ** (attempts - 1), longestPauseMs);
  return waitedBefore(attempts) + pause > overallMs ? null : pause;
}

function waitedBefore(attempts: number): number {
  let waited = 0;
  for (let attempt = 1; attempt < attempts; attempt++) {
    waited += Math.min(minute * 2 ** (attempt - 1), longestPauseMs);
  }
  return waited;
}
