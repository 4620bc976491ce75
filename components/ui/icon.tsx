import { type IconName, iconsFile } from "./icons";

export type { IconName };

/** A picture beside a word; it says nothing to a screen reader, so the word must be there. */
export function Icon({
  name,
  size = 16,
  className = "",
}: {
  name: IconName;
  size?: number;
  className?: string;
}) {
  return (
    <svg aria-hidden="true" width={size} height={size} className={`icon ${className}`}>
      <use href={`${iconsFile}#${name}`} />
    </svg>
  );
}
