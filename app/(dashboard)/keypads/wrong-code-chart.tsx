/** Wrong codes hour by hour, the present one last. What it shows is said in words or in a table beside it. */
export function WrongCodeChart({ hours, tall = false }: { hours: readonly number[]; tall?: boolean }) {
  const most = Math.max(...hours, 4);
  const [step, gap, height] = [8, 2, 40];
  const width = hours.length * step - gap;
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className={tall ? "h-24 w-full" : "h-6 w-20"}
    >
      {hours.map((count, index) => {
        const bar = count === 0 ? 1 : Math.max(4, (count / most) * height);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its place
            key={index}
            x={index * step}
            y={height - bar}
            width={step - gap}
            height={bar}
            className={count === 0 ? "fill-line-strong/50" : "fill-danger"}
          />
        );
      })}
    </svg>
  );
}
