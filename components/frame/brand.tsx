/** A small door in a wall: the mark, and the name where there is room. */
export function Brand({ name, collapsed = false }: { name: string; collapsed?: boolean }) {
  return (
    <span className="flex items-center gap-2.5">
      <svg aria-hidden="true" width="24" height="24" viewBox="0 0 32 32" className="shrink-0">
        <rect width="32" height="32" rx="8" fill="var(--accent-solid)" />
        <path
          d="M11 24V11a5 5 0 0 1 10 0v13M8 24h16M17.5 17.5h.01"
          fill="none"
          stroke="#fff"
          strokeWidth="2.4"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <span className={collapsed ? "sr-only" : "text-lg font-semibold tracking-tight"}>{name}</span>
    </span>
  );
}
